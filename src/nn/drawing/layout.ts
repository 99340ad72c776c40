/**
 * Where the nodes of a graph stand: in rows, each node below all that feed it, with as few crossings as is easily had.
 *
 * @see Sugiyama, Tagawa, Toda, "Methods for visual understanding of hierarchical system structures" (1981), in four
 * steps: rows; a stand-in for an edge in each row that it passes; the order in a row by the mean place of neighbours;
 * places as near to the neighbours as the widths allow.
 */

/** A node in its row, or the stand-in of an edge that passes the row. */
export interface Place {
  /** The node; null for a stand-in. */
  readonly node: number | null;
  readonly row: number;
  /** The middle of its width. */
  x: number;
  readonly above: Place[];
  readonly below: Place[];
}

/** An edge as the places that it goes through, from maker to user. */
export type Route = readonly Place[];

export interface Layout {
  readonly rows: readonly (readonly Place[])[];
  readonly routes: readonly Route[];
}

/** Times that rows are gone through, down and up. */
const SWEEPS = 24;

/**
 * Places and routes.
 *
 * @param inputs of each node, the nodes that feed it: lower numbers
 * @param widths of a node, of a stand-in, and the gap between two places
 */
export function layOut(
  inputs: readonly (readonly number[])[],
  widths: { readonly node: number; readonly passing: number; readonly gap: number },
): Layout {
  const rows: Place[][] = [];
  const put = (node: number | null, row: number): Place => {
    const place: Place = { node, row, x: 0, above: [], below: [] };
    rows[row] = [...(rows[row] ?? []), place];
    return place;
  };
  const places: Place[] = [];
  const routes: Route[] = [];
  for (const [node, makers] of inputs.entries()) {
    const place = put(
      node,
      makers.reduce((row, maker) => Math.max(row, places[maker].row + 1), 0),
    );
    places.push(place);
    for (const maker of makers) {
      const route = [places[maker]];
      for (let row = route[0].row + 1; row < place.row; row++) route.push(put(null, row));
      route.push(place);
      routes.push(route);
      for (let i = 1; i < route.length; i++) {
        route[i].above.push(route[i - 1]);
        route[i - 1].below.push(route[i]);
      }
    }
  }
  const widthOf = ({ node }: Place) => (node === null ? widths.passing : widths.node);
  for (const row of rows) for (const [i, place] of row.entries()) place.x = i;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const down = sweep % 2 === 0;
    for (const row of down ? rows : rows.toReversed()) {
      const wish = new Map(row.map((place) => [place, meanX(down ? place.above : place.below) ?? place.x]));
      row.sort((a, b) => wish.get(a)! - wish.get(b)!);
      for (const [i, place] of row.entries()) place.x = i - (row.length - 1) / 2;
    }
  }
  const apartIn = (row: readonly Place[]) =>
    row.map((place, i) => (i === 0 ? 0 : (widthOf(row[i - 1]) + widthOf(place)) / 2 + widths.gap));
  for (let sweep = 0; sweep <= SWEEPS; sweep++) {
    const last = sweep === SWEEPS; // downwards, by the makers alone: what has one maker stands right below it
    for (const row of sweep % 2 === 0 ? rows : rows.toReversed()) {
      const wishes = row.map(
        (place) => meanX(last ? place.above : [...place.above, ...place.below]) ?? place.x,
      );
      for (const [i, x] of nearest(wishes, apartIn(row)).entries()) row[i].x = x;
    }
  }
  return { rows, routes };
}

function meanX(places: readonly Place[]): number | null {
  return places.length === 0 ? null : places.reduce((sum, { x }) => sum + x, 0) / places.length;
}

/**
 * The places x nearest to the wishes, Σ(x − wish)² least, in this order and at least so far `apart`.
 *
 * With the distances taken off, the places must not fall. Neighbours whose wishes fall are pooled at their mean: isotonic
 * regression by pooling adjacent violators.
 */
function nearest(wishes: readonly number[], apart: readonly number[]): number[] {
  const pools: { sum: number; count: number }[] = [];
  let offset = 0;
  const offsets: number[] = [];
  for (const [i, wish] of wishes.entries()) {
    offset += apart[i];
    offsets.push(offset);
    let pool = { sum: wish - offset, count: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum / last.count > pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pools.pop();
      pool = { sum: last.sum + pool.sum, count: last.count + pool.count };
    }
    pools.push(pool);
  }
  const means = pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  return means.map((mean, i) => mean + offsets[i]);
}
