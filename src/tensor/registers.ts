/**
 * Registers: named numbers that lie in a tensor.
 *
 * An optimizer's learning rate, the counts of a metric and the number of the step are read and written by name, like the
 * fields of any object. Because they lie in a tensor, compiled code can read and write them where they are.
 */
import { Tensor } from './tensor.ts';

/** Where an object keeps the tensor behind its registers. */
const STORE = Symbol('the tensor behind registers');

/** An object with registers. */
interface Registers {
  readonly [STORE]: Tensor;
}

/**
 * The property that reads and writes number i of the store.
 *
 * All objects share one such property for each i: V8 then sees alike objects as alike, and compiles an access to a
 * single load. The data is asked for each time, since an executor may replace it by a view of its own memory.
 */
function register(i: number): PropertyDescriptor {
  accessors[i] ??= {
    enumerable: true,
    get(this: Registers): number {
      return this[STORE].data[i];
    },
    set(this: Registers, value: number) {
      this[STORE].data[i] = value;
    },
  };
  return accessors[i];
}

const accessors: PropertyDescriptor[] = [];

/**
 * An object with these named numbers, kept in a Float64 tensor in the order of their names. Writing allocates nothing.
 *
 * @example
 * const counts = registers({ right: 0, total: 0 });
 * counts.right++;
 * registersOf(counts)?.toArray(); // [1, 0]
 */
export function registers<T extends Readonly<Record<string, number>>>(values: T): T {
  const numbers = Float64Array.from(Object.values(values));
  const object = Object.defineProperty({}, STORE, { value: new Tensor(numbers, [numbers.length]) });
  for (const [i, name] of Object.keys(values).entries()) Object.defineProperty(object, name, register(i));
  return object as T;
}

/** The tensor behind an object that `registers` made, shape [names]; null for any other object. */
export function registersOf(object: object): Tensor | null {
  return STORE in object ? (object as Registers)[STORE] : null;
}

/** The place of a number in that tensor. @throws RangeError if the object has no register of this name */
export function registerIndex(object: object, name: string): number {
  const store = registersOf(object);
  const names = Object.keys(object).filter((key) => Object.getOwnPropertyDescriptor(object, key)?.get);
  const index = names.indexOf(name);
  if (store === null || index < 0) throw new RangeError(`registers: there is no register ${name}.`);
  return index;
}
