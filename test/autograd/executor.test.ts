/**
 * Executors: the reference, and the list from which one is chosen.
 */
import { assert } from 'chai';
import {
  currentExecutor,
  type Executor,
  executorInfo,
  freeze,
  reference,
  scale,
  trace,
  useExecutors,
} from '../../src/autograd/index.ts';
import { zeros } from '../../src/tensor/index.ts';
import { assertRefused } from '../shared/values.ts';

/** An executor that does nothing. */
const named = (name: string, available: () => boolean = () => true): Executor => ({
  name,
  available,
  compile: () => () => {},
});

describe('the reference executor', () => {
  it('is called reference and runs everywhere', () => {
    assert.equal(reference.name, 'reference');
    assert.isTrue(reference.available());
  });

  it('compiles a Program into a function that runs its steps in order, each time it is called', () => {
    const x = zeros([2]);
    const y = trace(() => scale(scale(x, { factor: 3 }), { factor: -2 }));
    const replay = reference.compile(freeze({ inputs: { x }, outputs: { y } }));
    assert.deepEqual(y.toArray(), [0, 0], 'compiling runs nothing');
    x.data.set([1, 0.25]);
    assert.isUndefined(replay());
    assert.deepEqual(y.toArray(), [-6, -1.5]);
    x.data.set([2, 5]);
    replay();
    assert.deepEqual(y.toArray(), [-12, -30]);
  });
});

describe('useExecutors', () => {
  const before = currentExecutor();
  afterEach(() => useExecutors(...new Set([before, reference])));

  it('prefers the first of the list that is available', () => {
    const [fast, faster, absent] = [named('fast'), named('faster'), named('absent', () => false)];
    useExecutors(faster, fast, reference);
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

  it('leaves Programs compiled before as they are', () => {
    const x = zeros([1]);
    const y = trace(() => scale(x, { factor: 3 }));
    const replay = currentExecutor().compile(freeze({ inputs: { x }, outputs: { y } }));
    useExecutors(named('idle'));
    x.data.set([2]);
    replay();
    assert.equal(y.item(), 6);
  });
});
