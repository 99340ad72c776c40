/**
 * LambdaCallback: the hooks are those given, and nothing else passes for a hook.
 */
import { assert } from 'chai';
import { type Callback, LambdaCallback } from '../../src/nn/index.ts';
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
