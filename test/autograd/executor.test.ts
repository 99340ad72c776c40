/**
 * Executors: the reference, and the list from which one is chosen.
 */
import { assert } from 'chai';
import {
  currentExecutor,
  type Executor,
  executorInfo,
  feedFrom,
  freeze,
  reference,
  scale,
  trace,
  useExecutors,
} from '../../src/autograd/index.ts';
import { fill, step, zeros } from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';

/** An executor that does nothing. */
const named = (name: string, available: () => boolean = () => true): Executor => ({
  name,
  available,
  compile: (programs) => programs.map(() => ({ feed() {}, run() {}, repeat() {} })),
});

describe('the reference executor', () => {
  it('is called reference and runs everywhere', () => {
    assert.equal(reference.name, 'reference');
    assert.isTrue(reference.available());
  });

  it('compiles each Program into a function that runs its steps in order, each time it is called', () => {
    const x = zeros([2]);
    const y = trace(() => scale(scale(x, { factor: 3 }), { factor: -2 }));
    const z = trace(() => scale(x, { factor: 10 }));
    const programs = [y, z].map((output) => freeze({ inputs: { x }, outputs: { output } }));
    const [first, second, ...none] = reference.compile(programs);
    assert.isEmpty(none);
    assert.deepEqual(
      [y.toArray(), z.toArray()],
      [
        [0, 0],
        [0, 0],
      ],
      'compiling runs nothing',
    );
    x.data.set([1, 0.25]);
    assert.isUndefined(first.run());
    assert.deepEqual(
      [y.toArray(), z.toArray()],
      [
        [-6, -1.5],
        [0, 0],
      ],
    );
    x.data.set([2, 5]);
    first.run();
    second.run();
    assert.deepEqual(
      [y.toArray(), z.toArray()],
      [
        [-12, -30],
        [20, 50],
      ],
    );
    assert.isEmpty(reference.compile([]));
  });

  it('compiles the feed into a function of its own', () => {
    const x = zeros([2]);
    const y = trace(() => scale(x, { factor: 3 }));
    const program = feedFrom(freeze({ inputs: { x }, outputs: { y } }), { feed: [step(fill, x, 2)] });
    const [{ feed, run }] = reference.compile([program]);
    assert.isUndefined(feed());
    assert.deepEqual(
      [x.toArray(), y.toArray()],
      [
        [2, 2],
        [0, 0],
      ],
    );
    x.data.set([1, 0.25]);
    run();
    assert.deepEqual(
      [x.toArray(), y.toArray()],
      [
        [1, 0.25],
        [3, 0.75],
      ],
    );
  });
});

describe('useExecutors', () => {
  let before: readonly Executor[] = [];
  beforeEach(() => {
    before = useExecutors(reference);
  });
  afterEach(() => void useExecutors(...before));

  it('prefers the first of the list that is available', () => {
    const [fast, faster, absent] = [named('fast'), named('faster'), named('absent', () => false)];
    assert.deepEqual(useExecutors(faster, fast, reference), [reference], 'those in use before');
    assert.strictEqual(currentExecutor(), faster);
    useExecutors(absent, fast, reference);
    assert.strictEqual(currentExecutor(), fast);
    useExecutors(absent, reference, fast);
    assert.strictEqual(currentExecutor(), reference);
  });

  it('asks anew each time whether an executor is available', () => {
    let there = true;
    useExecutors(
      named('sometimes', () => there),
      reference,
    );
    assert.equal(currentExecutor().name, 'sometimes');
    there = false;
    assert.equal(currentExecutor().name, 'reference');
    there = true;
    assert.equal(currentExecutor().name, 'sometimes');
  });

  it('falls back on the reference if the only executor goes away', () => {
    let there = true;
    useExecutors(named('sometimes', () => there));
    there = false;
    assert.strictEqual(currentExecutor(), reference);
  });

  it('refuses a list in which none is available, and keeps the one before', () => {
    const fast = named('fast');
    useExecutors(fast);
    const message =
      'useExecutors: no executor of the list is available on this engine. Put the executor reference at the end of the list.';
    assertRefused(() => useExecutors(), 'ArgumentError', message);
    assertRefused(() => useExecutors(named('absent', () => false)), 'ArgumentError', message);
    assert.strictEqual(currentExecutor(), fast);
  });

  it('refuses what is no executor, and keeps the one before', () => {
    const fast = named('fast');
    useExecutors(fast);
    const message =
      'useExecutors: this is no executor; expected { name, available, compile }, such as the executor reference, received ';
    for (const [wrong, shown] of [
      ['reference', "'reference'."],
      [[reference], '[an object of Object kind].'],
      [undefined, 'undefined.'],
      [{ name: 'x', available: () => true }, 'an object of Object kind.'],
    ] as const) {
      assertRefused(() => useExecutors(wrong as never, reference), 'ArgumentError', `${message}${shown}`);
    }
    assert.strictEqual(currentExecutor(), fast);
  });

  it('executorInfo names the one in use and all that are available', () => {
    useExecutors(
      named('absent', () => false),
      named('fast'),
      reference,
    );
    assert.deepEqual(executorInfo(), { name: 'fast', available: ['fast', 'reference'] });
    useExecutors(reference);
    assert.deepEqual(executorInfo(), { name: 'reference', available: ['reference'] });
  });

  it('executorInfo tells the details of the one in use', () => {
    const details = () => ({ fma: false, wide: true });
    useExecutors({ ...named('fast'), details }, { ...named('other'), details: () => ({ fma: true }) });
    assert.deepEqual(executorInfo(), { name: 'fast', available: ['fast', 'other'], fma: false, wide: true });
    const lying = () => ({ name: 'else', available: 'none' });
    useExecutors({ ...named('fast'), details: lying });
    assert.deepEqual(executorInfo(), { name: 'fast', available: ['fast'] });
  });

  it('those that are passed over explain themselves when one is asked for, and not before', () => {
    const said: string[] = [];
    const explaining = (name: string, available: boolean): Executor => ({
      ...named(name, () => available),
      explain: () => void said.push(name),
    });
    useExecutors(
      explaining('absent', false),
      named('silent', () => false),
      explaining('fast', true),
      explaining('late', false),
    );
    assert.deepEqual(said, []);
    currentExecutor();
    assert.deepEqual(said, ['absent']);
  });

  it('leaves Programs compiled before as they are', () => {
    const x = zeros([1]);
    const y = trace(() => scale(x, { factor: 3 }));
    const [{ run }] = currentExecutor().compile([freeze({ inputs: { x }, outputs: { y } })]);
    useExecutors(named('idle'));
    x.data.set([2]);
    run();
    assert.equal(y.item(), 6);
  });
});
