/**
 * The layout of an arena: everything has a place of its own, unless it is meant to share one.
 */
import { assert } from 'chai';
import { currentExecutor, type Executor, type Program, reference } from '../../src/autograd/index.ts';
import { Adam, type Optimizer, RMSprop, SGD } from '../../src/optim/index.ts';
import { type CodeOf, emitProgram } from '../../src/simd/compile.ts';
import { TABLE_END } from '../../src/simd/constants.ts';
import { ALIGNMENT, storageBytes } from '../../src/simd/kernel.ts';
import { byKernel } from '../../src/simd/kernels/index.ts';
import { holds, type Lasting, layLasting, layTemporaries } from '../../src/simd/layout.ts';
import { modeOf } from '../../src/simd/probe.ts';
import { Dense, Dropout, Input, l2, type Model, Sequential } from '../../src/nn/index.ts';
import { registersOf, type Step, Tensor, type View, zeros } from '../../src/tensor/index.ts';
import { someClasses, someRows } from '../nn/shared/training.ts';
import { type Fault, itCatches } from '../shared/faults.ts';
import { under } from './shared/executors.ts';
import { netOf, tasks } from './shared/nets.ts';

/** The Programs of the last time that a model asked for some to be compiled. */
function programsOf(work: () => unknown): readonly Program[] {
  let last: readonly Program[] = [];
  const keeping: Executor = {
    ...reference,
    compile(programs) {
      last = programs;
      return reference.compile(programs);
    },
  };
  under(keeping, work);
  assert.notStrictEqual(currentExecutor(), keeping);
  return last;
}

function fitted(optimizer: Optimizer): readonly Program[] {
  return programsOf(() => {
    const model: Model = Sequential([
      Input({ shape: [5] }),
      Dense(7, { activation: 'tanh', kernelRegularizer: l2(0.01) }),
      Dropout(0.2),
      Dense(3, { activation: 'softmax' }),
    ]);
    model.compile({ optimizer, loss: 'categorical_crossentropy', metrics: ['accuracy'] });
    const [x, t] = [someRows(23, 5), someClasses(23, 3)];
    model.predict(x, { batchSize: 9 });
    model.fit(x, t, { batchSize: 4, validationData: [x, t], verbose: 0 });
    model.fit(x, t, { batchSize: 1, epochs: 1, verbose: 0 });
  });
}

/** The whole layout of the Programs of a model. */
interface Layout {
  readonly programs: readonly Program[];
  readonly lasting: Lasting;
  readonly codes: readonly Pick<CodeOf, 'addresses' | 'resolve' | 'end'>[];
}

function layoutOf(programs: readonly Program[]): Layout {
  const lasting = layLasting(programs);
  return {
    programs,
    lasting,
    codes: programs.map((one) => emitProgram(one, byKernel, lasting, modeOf(false))),
  };
}

interface Piece {
  readonly what: string;
  readonly start: number;
  readonly end: number;
}

const pieceOf = (what: string, { data }: View, start: number): Piece => ({
  what,
  start,
  end: start + storageBytes(data.length, data.BYTES_PER_ELEMENT),
});

function lastingPieces({ tensors, pointers }: Lasting): Piece[] {
  return [
    { what: 'the constants', start: 0, end: TABLE_END },
    ...Array.from(tensors, ([view, start], i) => pieceOf(`tensor ${i} [${view.shape}]`, view, start)),
    ...Array.from(pointers.values(), (start, i) => ({ what: `pointer ${i}`, start, end: start + 4 })),
  ];
}

const temporaryPieces = ({ addresses }: Pick<CodeOf, 'addresses'>): Piece[] =>
  Array.from(addresses, ([view, start], i) => pieceOf(`temporary ${i} [${view.shape}]`, view, start));

function assertApart(pieces: readonly Piece[]): void {
  const sorted = pieces.toSorted((a, b) => a.start - b.start);
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i].start < sorted[i - 1].end) assert.fail(`${sorted[i - 1].what} overlaps ${sorted[i].what}`);
  }
}

/** That tensors stand one behind another, with nothing between. */
function assertSideBySide(views: readonly View[], address: (view: View) => number | undefined, what: string) {
  for (let i = 1; i < views.length; i++) {
    const { data } = views[i - 1];
    assert.equal(
      address(views[i]),
      address(views[i - 1])! + storageBytes(data.length, data.BYTES_PER_ELEMENT),
      `${what} ${i} is not behind ${what} ${i - 1}`,
    );
  }
}

/** All tensors that a step is given. */
function tensorsOf({ args }: Step): Tensor[] {
  const objects = args.filter((arg): arg is object => typeof arg === 'object' && arg !== null);
  const parts = objects.flatMap((arg) => [arg, registersOf(arg), ...Object.values(arg)]);
  return parts.filter((part): part is Tensor => part instanceof Tensor);
}

/** What each optimizer's update is given to remember, by name. */
function slotsOf({ steps, parameters }: Program): Map<string, Tensor[]> {
  const values = new Set([...parameters.keys()].map(({ value }) => value));
  const slots = new Map<string, Tensor[]>();
  for (const { args } of steps.filter(({ args }) => values.has(args[0] as Tensor) && args.length === 4)) {
    for (const [name, slot] of Object.entries(args[2] as Record<string, Tensor | null>))
      if (slot instanceof Tensor) slots.set(name, [...(slots.get(name) ?? []), slot]);
  }
  return slots;
}

const checks: readonly { readonly name: string; check(layout: Layout): void }[] = [
  {
    name: 'storage begins at multiples of 64 bytes',
    check({ lasting, codes }) {
      const all = [lasting.tensors, ...codes.map(({ addresses }) => addresses)];
      for (const address of all.flatMap((map) => [...map.values()])) assert.equal(address % ALIGNMENT, 0);
      for (const pointer of lasting.pointers.values()) assert.equal(pointer % 4, 0);
      assert.equal(lasting.end % ALIGNMENT, 0);
    },
  },
  {
    name: 'nothing that lasts overlaps',
    check: ({ lasting }) => assertApart(lastingPieces(lasting)),
  },
  {
    name: 'temporaries of one Program overlap neither each other nor what lasts',
    check({ lasting, codes }) {
      for (const code of codes) assertApart([...lastingPieces(lasting), ...temporaryPieces(code)]);
    },
  },
  {
    name: 'temporaries begin at one address in every Program, where what lasts has ended',
    check({ lasting, codes }) {
      for (const { addresses } of codes) assert.equal(Math.min(...addresses.values()), lasting.end);
    },
  },
  {
    name: 'the memory of a Program ends behind its last temporary',
    check({ codes }) {
      for (const code of codes)
        for (const { end, what } of temporaryPieces(code)) assert.isAtMost(end, code.end, what);
    },
  },
  {
    name: 'all that a step is given has a place, but what fusion did away with',
    check({ programs, lasting, codes }) {
      for (const [i, program] of programs.entries()) {
        const temporaries = new Set<View>(program.temporaries);
        for (const tensor of [...program.steps, ...program.feed].flatMap(tensorsOf))
          if (!temporaries.has(tensor)) assert.isTrue(lasting.tensors.has(tensor));
        for (const view of [...Object.values(program.inputs), ...Object.values(program.outputs)]) {
          const owner = codes[i].resolve(view);
          assert.isTrue(lasting.tensors.has(owner) || codes[i].addresses.has(owner), 'what is visible');
        }
        for (const supply of program.supplies) assert.isTrue(lasting.pointers.has(supply));
        for (const temporary of temporaries) assert.isFalse(lasting.tensors.has(temporary));
      }
    },
  },
  {
    name: 'weights stand side by side',
    check({ programs, lasting }) {
      for (const { parameters } of programs) {
        const weights = [...parameters.keys()].map(({ value }) => value);
        assertSideBySide(weights, (view) => lasting.tensors.get(view), 'weight');
      }
    },
  },
  {
    name: 'each thing that an optimizer remembers stands side by side',
    check({ programs, lasting }) {
      for (const program of programs)
        for (const [name, slots] of slotsOf(program))
          assertSideBySide(slots, (view) => lasting.tensors.get(view), name);
    },
  },
  {
    name: 'gradients of weights stand side by side, where none of them shares',
    check({ programs, codes }) {
      for (const [i, { parameters }] of programs.entries()) {
        const { addresses, resolve } = codes[i];
        const gradients = [...parameters.values()];
        if (gradients.some((view) => resolve(view) !== view || !addresses.has(view))) continue;
        assertSideBySide(gradients, (view) => addresses.get(view), 'gradient');
      }
    },
  },
  {
    name: 'what shares the memory of another has no place of its own',
    check({ codes, programs }) {
      for (const [i, { addresses, resolve }] of codes.entries())
        for (const tensor of programs[i].temporaries)
          if (resolve(tensor) !== tensor) assert.isFalse(addresses.has(tensor));
    },
  },
];

describe('the layout of an arena', () => {
  const layouts: Readonly<Record<string, () => Layout>> = {
    SGD: () => layoutOf(fitted(SGD())),
    momentum: () => layoutOf(fitted(SGD({ momentum: 0.9 }))),
    'centered RMSprop': () => layoutOf(fitted(RMSprop({ momentum: 0.1, centered: true }))),
    Adam: () => layoutOf(fitted(Adam())),
  };

  for (const { name, check } of checks) {
    describe(name, () => {
      for (const [optimizer, make] of Object.entries(layouts)) it(optimizer, () => check(make()));

      it('nets with state, penalties and every loss', () => {
        for (const task of Object.keys(tasks)) {
          const programs = programsOf(() => {
            const model = netOf('Adam', 'a state, dropout and penalties', task);
            const { targets } = tasks[task];
            model.fit(someRows(13, 5), targets(13, 2), { batchSize: 4, epochs: 1, verbose: 0 });
          });
          check(layoutOf(programs));
        }
      });
    });
  }

  it('is looked at where there is something to see', () => {
    const { programs, codes } = layouts.Adam();
    assert.lengthOf(programs, 6, 'predict 9, train 4 and 3, evaluate 4 and 3, train 1');
    assert.deepEqual(
      programs.map((program) => [...slotsOf(program).keys()]),
      [[], ['m', 'v'], ['m', 'v'], [], [], ['m', 'v']],
    );
    const shared = programs.map(
      ({ temporaries }, i) => temporaries.filter((view) => codes[i].resolve(view) !== view).length,
    );
    assert.isAbove(shared[1], 0);
    assert.isAbove(shared[5], shared[1], 'with one row, gradients of biases share too');
    assert.lengthOf(programs[1].supplies, 3);
  });

  describe('its checks', () => {
    const sound = () => layouts.Adam();
    /** A sound layout with the places of some tensors changed. */
    const moved = (change: (tensors: Map<View, number>, layout: Layout) => void, end = 0): Layout => {
      const layout = sound();
      const tensors = new Map(layout.lasting.tensors);
      change(tensors, layout);
      return { ...layout, lasting: { ...layout.lasting, tensors, end: layout.lasting.end + end } };
    };
    /** The same for the temporaries of the first training Program. */
    const shifted = (change: (addresses: Map<View, number>, layout: Layout) => void, end = 0): Layout => {
      const layout = sound();
      const addresses = new Map(layout.codes[1].addresses);
      change(addresses, layout);
      const changed = { ...layout.codes[1], addresses, end: layout.codes[1].end + end };
      return { ...layout, codes: layout.codes.with(1, changed as (typeof layout.codes)[number]) };
    };
    const weightsOf = ({ programs }: Layout) => [...programs[1].parameters.keys()].map(({ value }) => value);
    const swap = (places: Map<View, number>, a: View, b: View) => {
      const [first, second] = [places.get(a)!, places.get(b)!];
      places.set(a, second).set(b, first);
    };
    const faults: readonly Fault<Layout>[] = [
      {
        check: 'storage begins',
        fault: 'a tensor that begins four bytes later',
        definition: moved((tensors, layout) => {
          const [weight] = weightsOf(layout);
          tensors.set(weight, tensors.get(weight)! + 4);
        }),
      },
      {
        check: 'nothing that lasts',
        fault: 'two weights at one place',
        definition: moved((tensors, layout) => {
          const [a, b] = weightsOf(layout);
          tensors.set(b, tensors.get(a)!);
        }),
      },
      {
        check: 'nothing that lasts',
        fault: 'a weight among the constants',
        definition: moved((tensors, layout) => {
          tensors.set(weightsOf(layout)[0], TABLE_END - 64);
        }),
      },
      {
        check: 'temporaries of one',
        fault: 'a temporary where weights are',
        definition: shifted((addresses, layout) => {
          const [weight] = weightsOf(layout);
          addresses.set([...addresses.keys()][3], layout.lasting.tensors.get(weight)!);
        }),
      },
      {
        check: 'temporaries begin',
        fault: 'a Program whose temporaries begin later',
        definition: shifted((addresses) => {
          for (const [view, address] of addresses) addresses.set(view, address + 64);
        }, 64),
      },
      {
        check: 'the memory of a Program',
        fault: 'a memory that is too small by 64 bytes',
        definition: shifted((addresses, { codes }) => {
          const [view] = [...addresses.keys()].slice(-1);
          addresses.set(view, codes[1].end);
        }),
      },
      {
        check: 'all that a step',
        fault: 'a weight without a place',
        definition: moved((tensors, layout) => void tensors.delete(weightsOf(layout)[2])),
      },
      {
        check: 'weights stand',
        fault: 'two weights in each other’s places',
        definition: moved((tensors, layout) => swap(tensors, weightsOf(layout)[1], weightsOf(layout)[3])),
      },
      {
        check: 'each thing',
        fault: 'm and v of one weight in each other’s places',
        definition: moved((tensors, layout) => {
          const slots = slotsOf(layout.programs[1]);
          swap(tensors, slots.get('m')![1], slots.get('v')![1]);
        }),
      },
      {
        check: 'gradients of weights',
        fault: 'two gradients in each other’s places',
        definition: shifted((addresses, { programs }) => {
          const gradients = [...programs[1].parameters.values()];
          swap(addresses, gradients[1], gradients[3]);
        }),
      },
      {
        check: 'what shares',
        fault: 'a place for what shares another',
        definition: shifted((addresses, { programs, codes }) => {
          const shared = programs[1].temporaries.find((view) => codes[1].resolve(view) !== view)!;
          addresses.set(shared, codes[1].end);
        }),
      },
    ];
    itCatches(checks, faults);
  });

  describe('what lasts', () => {
    it('has one place, however many Programs use it', () => {
      const programs = fitted(Adam());
      const { tensors } = layLasting(programs);
      assert.equal(new Set(tensors.values()).size, tensors.size);
      for (const { parameters } of programs)
        for (const { value } of parameters.keys()) assert.isTrue(tensors.has(value));
    });

    it('stands in the same places, whichever Programs are compiled with the training', () => {
      const programs = fitted(Adam());
      const weights = [...programs[1].parameters.keys()].map(({ value }) => value);
      const places = (list: readonly Program[]) => {
        const { tensors } = layLasting(list);
        return weights.map((weight) => tensors.get(weight));
      };
      assert.deepEqual(places(programs), places(programs.slice(1, 2)));
    });

    it('takes doubles at eight bytes: counts and registers', () => {
      const store = new Tensor(new Float64Array(9), [9]);
      const after = new Tensor(new Float32Array(1), [1]);
      const [program] = fitted(SGD());
      const { tensors } = layLasting([{ ...program, outputs: { store, after } }]);
      assert.equal(tensors.get(after)! - tensors.get(store)!, 128); // 72 bytes and their padding
    });

    it('is held for these Programs and for fewer, not for one with another tensor or supply', () => {
      const programs = fitted(Adam());
      const lasting = layLasting(programs);
      assert.isTrue(holds(lasting, programs));
      assert.isTrue(holds(lasting, programs.slice(2)));
      assert.isTrue(holds(lasting, []));
      const [first] = programs;
      assert.isFalse(holds(lasting, [...programs, { ...first, outputs: { other: zeros([2]) } }]));
      assert.isFalse(holds(lasting, [{ ...first, supplies: [{ data: new Float32Array(3) }] }]));
      assert.isFalse(holds(lasting, fitted(Adam())), 'another model');
      const temporary = { ...first, outputs: { ...first.outputs, more: first.temporaries[0] } };
      assert.isTrue(holds(lasting, [temporary]), 'a temporary does not last');
    });

    it('begins behind the constants, even where there is nothing', () => {
      assert.equal(layLasting([]).end, TABLE_END);
      assert.equal(TABLE_END % ALIGNMENT, 0);
    });
  });

  describe('temporaries', () => {
    const [a, b, c, d] = [zeros([17]), zeros([3]), zeros([16]), zeros([5])];
    const [plain] = fitted(SGD());
    const program: Program = { ...plain, parameters: new Map(), temporaries: [a, b, c, d] };
    const itself = (view: View) => view;

    it('follow one another, each padded to 64 bytes', () => {
      const { addresses, end } = layTemporaries(program, new Set([a, b, c, d]), itself, 640);
      assert.deepEqual(
        [a, b, c, d].map((view) => addresses.get(view)),
        [640, 768, 832, 896],
      );
      assert.equal(end, 960);
    });

    it('get no place if nobody touches them', () => {
      const { addresses, end } = layTemporaries(program, new Set([b, d]), itself, 640);
      assert.deepEqual([...addresses.keys()], [b, d]);
      assert.equal(end, 768);
    });

    it('that share have one place together, whichever of them comes first', () => {
      for (const [shared, owner] of [
        [a, c],
        [c, a],
      ]) {
        const resolve = (view: View) => (view === shared ? owner : view);
        const { addresses } = layTemporaries(program, new Set([a, b, c, d]), resolve, 640);
        assert.isFalse(addresses.has(shared));
        assert.sameMembers([...addresses.keys()], [owner, b, d]);
      }
    });
  });
});
