/**
 * Every twin against the reference loop, at every odd size, within the bound that its file states.
 */
import { assert } from 'chai';
import * as ops from '../../src/autograd/ops/index.ts';
import * as metrics from '../../src/metrics/index.ts';
import { optimizers } from '../../src/optim/index.ts';
import { twins } from '../../src/simd/kernels/index.ts';
import type { Mode } from '../../src/simd/mode.ts';
import type { Twin } from '../../src/simd/twin.ts';
import type { Kernel } from '../../src/tensor/index.ts';
import { activationExamples } from './activation-twins.ts';
import { faulty } from './faulty-twins.ts';
import { furtherLossExamples } from './further-loss-twins.ts';
import { lossExamplesOfAll } from './loss-twins.ts';
import { mergeExamples } from './merge-twins.ts';
import { normalizationExamples } from './normalization-twins.ts';
import { opExamples } from './op-twins.ts';
import { type Example, modes, tileModes, tryTwin } from './trial.ts';
import { updateExamples } from './update-twins.ts';

const examples: readonly Example[] = [
  ...opExamples,
  ...mergeExamples,
  ...activationExamples,
  ...normalizationExamples,
  ...lossExamplesOfAll,
  ...furtherLossExamples,
  ...updateExamples,
];

/** What a kernel is called: hooks of ops and updates of optimizers and metrics by their owner. */
function nameOf(kernel: Kernel): string {
  for (const { definition } of Object.values(ops)) {
    if (definition.forward === kernel) return `${definition.name} forward`;
    if (definition.backward === kernel) return `${definition.name} backward`;
  }
  for (const { definition } of [...Object.values(optimizers), metrics.accuracy])
    if ((definition.update as unknown) === kernel) return `${definition.name} update`;
  return kernel.name;
}

const mapOf = (list: readonly Twin[]): ReadonlyMap<Kernel, Twin> =>
  new Map(list.map((twin) => [twin.kernel, twin]));

/** Tries a twin on all its examples, among all the other twins. @throws if there are none, or one fails */
function check(twin: Twin, mode: Mode, tried = examples): void {
  const all = mapOf([...twins, twin]);
  const own = tried.filter(({ kernel }) => kernel === twin.kernel);
  assert.isNotEmpty(own, 'this twin has no examples in test/simd');
  const failures = own.flatMap((example) => {
    try {
      tryTwin(example, all, mode);
      return [];
    } catch (error) {
      return [(error as Error).message];
    }
  });
  if (failures.length > 0)
    assert.fail(`${failures.length} of ${own.length} fail:\n  ${failures.slice(0, 5).join('\n  ')}`);
}

describe('every twin', () => {
  for (const [mode, settings] of modes) {
    describe(mode, () => {
      for (const twin of twins) it(nameOf(twin.kernel), () => check(twin, settings));
    });
  }
  for (const [mode, settings] of tileModes) {
    describe(mode, () => {
      const { forward, backward } = ops.matmul.definition;
      for (const twin of twins.filter(({ kernel }) => kernel === forward || kernel === backward))
        it(nameOf(twin.kernel), () => check(twin, settings));
    });
  }
});

describe('the suite of twins finds one that', () => {
  for (const { fault, twin, words } of faulty) {
    it(fault, () => assert.throws(() => check(twin, modes[0][1]), words));
  }
});
