/**
 * An executor that runs the loops of the reference and takes every liberty that an executor has: it moves all that lasts
 * into memory of its own, overwrites the temporaries of all other Programs and whatever is no input or output, and
 * refuses to run what was compiled before.
 *
 * What trains under it to the same bits relies on nothing that another executor does not promise.
 */
import { compiledOf, type Executor, type Program, reference } from '../../../src/autograd/index.ts';
import { registersOf, type Step, Tensor } from '../../../src/tensor/index.ts';

/** A strict executor and what it was asked to do. */
export interface Strict extends Executor {
  /** The Programs of each call of `compile`. */
  readonly compiled: (readonly Program[])[];
  /** How often a Program was fed and run. */
  readonly fed: Map<Program, number>;
  readonly ran: Map<Program, number>;
}

/** Makes a strict executor. */
export function strictExecutor(): Strict {
  const compiled: (readonly Program[])[] = [];
  const [fed, ran] = [new Map<Program, number>(), new Map<Program, number>()];
  const current = new WeakMap<Program, object>();

  return {
    name: 'strict',
    available: () => true,
    compiled,
    fed,
    ran,
    compile(programs) {
      compiled.push([...programs]);
      const generation = {};
      for (const program of programs) current.set(program, generation);
      for (const tensor of new Set(programs.flatMap(lasting))) move(tensor, true);
      for (const supply of new Set(programs.flatMap(({ supplies }) => supplies))) move(supply, false);
      for (const { temporaries } of programs) temporaries.forEach(spoil);

      return reference.compile(programs).map((plain, i) => {
        const program = programs[i];
        const others = programs.filter((other) => other !== program);
        const kept = new Set([...Object.values(program.inputs), ...Object.values(program.outputs)]);
        const begin = (counts: Map<Program, number>) => {
          if (current.get(program) !== generation) throw new Error('this was compiled anew since');
          counts.set(program, (counts.get(program) ?? 0) + 1);
          for (const { temporaries } of others) temporaries.forEach(spoil);
        };
        const feed = () => {
          begin(fed);
          plain.feed();
        };
        const run = () => {
          begin(ran);
          plain.run();
          for (const tensor of program.temporaries) if (!kept.has(tensor)) spoil(tensor);
        };
        return compiledOf(program, feed, run);
      });
    },
  };
}

const spoil = ({ data }: Tensor) => data.fill(Number.NaN);

/** A view of other memory that holds the same numbers, somewhere in its midst. */
function move(place: { data: Tensor['data'] | Int32Array }, spoilOld: boolean): void {
  const old = place.data;
  const Kind = old.constructor as new (length: number) => typeof old;
  const moved = new Kind(old.length + 5).subarray(2, 2 + old.length);
  moved.set(old);
  place.data = moved;
  if (spoilOld) old.fill(Number.NaN);
}

/** All that the steps of a Program work on beside its temporaries: parameters, state, slots, sums, registers. */
function lasting({ steps, feed, temporaries }: Program): Tensor[] {
  const own = new Set(temporaries);
  return [...steps, ...feed].flatMap(tensorsOf).filter((tensor) => !own.has(tensor));
}

function tensorsOf({ args }: Step): Tensor[] {
  const objects = args.filter((arg): arg is object => typeof arg === 'object' && arg !== null);
  const parts = objects.flatMap((arg) => [arg, registersOf(arg), ...Object.values(arg)]);
  return parts.filter((part): part is Tensor => part instanceof Tensor);
}
