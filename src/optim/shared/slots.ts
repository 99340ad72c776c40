/**
 * What an optimizer remembers: named arrays ("slots") for each parameter, of its shape, made at first sight.
 */
import { fill, type Parameter, type Tensor, zerosLike } from '../../tensor/index.ts';

/** The slots of one parameter by their names; null where the options do without. */
export type Slots = Readonly<Record<string, Tensor | null>>;

/** What a definition says of its slots; the options decide which are there, and what they are full of at first. */
interface Wanted {
  readonly slots?: readonly string[];
  readonly slotsWhen?: Readonly<Record<string, (options: object) => boolean>>;
  readonly starts?: Readonly<Record<string, (options: object) => number>>;
}

/** The slots of all parameters that an optimizer has seen. */
export class Memory {
  /** The names, each with the number that the slot is full of at first; null where there is none. */
  readonly #starts: readonly (readonly [name: string, start: number | null])[];
  readonly #slots = new WeakMap<Parameter, Slots>();

  constructor({ slots = [], slotsWhen = {}, starts = {} }: Wanted, options: object) {
    this.#starts = [
      ...slots.map((name) => [name, starts[name]?.(options) ?? 0] as const),
      ...Object.entries(slotsWhen).map(([name, when]) => [name, when(options) ? 0 : null] as const),
    ];
  }

  /** The slots of a parameter. */
  of(parameter: Parameter): Slots {
    const known = this.#slots.get(parameter);
    if (known !== undefined) return known;
    const make = (start: number | null) => (start === null ? null : fullLike(parameter.value, start));
    const slots = Object.fromEntries(this.#starts.map(([name, start]) => [name, make(start)]));
    this.#slots.set(parameter, slots);
    return slots;
  }
}

function fullLike(value: Tensor, start: number): Tensor {
  const tensor = zerosLike(value);
  fill(tensor, start);
  return tensor;
}
