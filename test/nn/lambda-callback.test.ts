/**
 * LambdaCallback: the hooks are those given, and nothing else passes for a hook.
 */
import { assert } from 'chai';
import { type Callback, Dense, Input, LambdaCallback, Sequential } from '../../src/nn/index.ts';
import { hookNames } from '../../src/nn/callbacks/index.ts';
import { assertRefused } from '../shared/values.ts';
import { drive } from './shared/stand-in.ts';

/** The hooks of a callback: the compiler sees to it that none is missing here. */
const everyHook: Readonly<Record<Exclude<keyof Callback, 'reports' | 'handlesNonFinite'>, true>> = {
  onTrainBegin: true,
  onTrainEnd: true,
  onEpochBegin: true,
  onEpochEnd: true,
  onTrainBatchBegin: true,
  onTrainBatchEnd: true,
  onTestBegin: true,
  onTestEnd: true,
  onTestBatchBegin: true,
  onTestBatchEnd: true,
  onPredictBegin: true,
  onPredictEnd: true,
  onPredictBatchBegin: true,
  onPredictBatchEnd: true,
};

describe('LambdaCallback', () => {
  it('calls what it was given', () => {
    const said: unknown[] = [];
    drive(
      LambdaCallback({
        onTrainBegin: ({ params }) => void said.push(['begins', params.steps]),
        onTrainBatchEnd: (batch, { loss }) => void said.push(['batch', batch, loss]),
        onEpochEnd: (epoch, { val_loss }) => void said.push(['epoch', epoch, val_loss]),
      }),
      [{ loss: 0.3, val_loss: 0.4 }],
    );
    assert.deepEqual(said, [
      ['begins', 3],
      ['batch', 0, 0.3],
      ['batch', 1, 0.3],
      ['batch', 2, 0.3],
      ['epoch', 0, 0.4],
    ]);
  });

  it('takes every hook, and what a callback says of itself', () => {
    const hooks = Object.fromEntries(hookNames.map((name) => [name, () => {}])) as Callback;
    const all = { ...hooks, reports: ['norm'], handlesNonFinite: true };
    assert.deepEqual(LambdaCallback(all), all);
    assert.sameMembers([...hookNames], Object.keys(everyHook));
    assert.deepEqual(LambdaCallback({}), {});
  });

  it('takes an instance of a class, whose methods keep it, and whose other members are its own', () => {
    class Base {
      readonly seen: number[] = [];
      readonly #factor = 3;
      onEpochEnd(_epoch: number, { loss }: { readonly loss?: number }) {
        this.note(this.#factor * loss!);
      }
      note(value: number) {
        this.seen.push(value);
      }
    }
    class Derived extends Base {
      readonly reports = ['norm'];
      onTrainBegin() {
        this.note(7);
      }
    }
    const instance = new Derived();
    const callback = LambdaCallback(instance);
    drive(callback, [{ loss: 0.25 }]);
    assert.deepEqual(instance.seen, [7, 0.75]);
    assert.sameMembers(Object.keys(callback), ['onTrainBegin', 'onEpochEnd', 'reports']);
  });

  it('refuses misspelt hooks of a class, its own and those it inherits; so does fit', () => {
    class Base {
      onEpochsEnd() {}
    }
    class Derived extends Base {}
    const model = Sequential([Input([1]), Dense(1)]);
    model.compile({ loss: 'mse' });
    for (const one of [new Base(), new Derived()] as Callback[]) {
      assertRefused(
        () => LambdaCallback(one),
        'ArgumentError',
        'LambdaCallback: unknown hook; expected one of',
        "received 'onEpochsEnd'. Did you mean 'onEpochEnd'?",
      );
      assertRefused(
        () => model.fit([[1]], [[2]], { callbacks: [one] }),
        'ArgumentError',
        'fit: unknown hook of a callback; expected one of',
        "received 'onEpochsEnd'. Did you mean 'onEpochEnd'?",
      );
    }
  });

  it('is a copy: what is changed later is not called', () => {
    const said: string[] = [];
    const hooks: { onEpochEnd(): void } = { onEpochEnd: () => void said.push('first') };
    const callback = LambdaCallback(hooks);
    hooks.onEpochEnd = () => void said.push('second');
    drive(callback, [{}]);
    assert.deepEqual(said, ['first']);
  });

  it('refuses names that no hook has, and what is no function', () => {
    const wrong = (hooks: unknown, ...words: string[]) =>
      assertRefused(() => LambdaCallback(hooks as never), 'ArgumentError', ...words);
    wrong(
      { onEpochEnds: () => {} },
      "LambdaCallback: unknown hook; expected one of 'onTrainBegin', 'onEpochBegin',",
      "received 'onEpochEnds'. Did you mean 'onEpochEnd'?",
    );
    wrong({ on_epoch_end: () => {} }, "Did you mean 'onEpochEnd'?");
    wrong({ epochEnd: () => {} }, "received 'epochEnd'.");
    wrong({ onEpochEnd: 3 }, 'LambdaCallback: onEpochEnd is not usable; expected a function, received 3.');
    wrong(
      () => {},
      'LambdaCallback: the hooks are not an object; expected { onEpochEnd: (epoch, logs) => … }, received a function.',
    );
    wrong(undefined, 'LambdaCallback: the hooks are not an object');
    wrong([{}], 'LambdaCallback: the hooks are not an object');
  });
});
