/**
 * The order of a graph: makers before users.
 */

/**
 * All items that the roots were made from, the roots included, makers before users, each once.
 *
 * A depth-first walk that keeps its own stack, so that graphs may be of any depth.
 */
export function makersFirst<T>(roots: Iterable<T>, makersOf: (item: T) => readonly T[]): T[] {
  const order: T[] = [];
  const seen = new Set<T>();
  for (const root of roots) {
    if (seen.has(root)) continue;
    seen.add(root);
    const path = [{ item: root, next: 0 }];
    while (path.length > 0) {
      const here = path[path.length - 1];
      const makers = makersOf(here.item);
      if (here.next === makers.length) {
        order.push(here.item);
        path.pop();
        continue;
      }
      const maker = makers[here.next++];
      if (seen.has(maker)) continue;
      seen.add(maker);
      path.push({ item: maker, next: 0 });
    }
  }
  return order;
}
