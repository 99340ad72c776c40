/**
 * One step, run by a twin and by the reference loop on equal numbers, and the comparison of what comes out.
 */
import { assert } from 'chai';
import { freeze, type Program, reference } from '../../src/autograd/index.ts';
import { Arena } from '../../src/simd/arena.ts';
import type { Mode } from '../../src/simd/mode.ts';
import { modeOf } from '../../src/simd/probe.ts';
import type { Twin } from '../../src/simd/twin.ts';
import type { Kernel, Step, Supply, Tensor } from '../../src/tensor/index.ts';

/** What is known about one number when its bound is asked for. */
export interface Place {
  readonly i: number;
  /** What the reference gives. */
  readonly expected: number;
  /** What stood there before. */
  readonly before: number;
  /** All tensors as they were before. */
  readonly start: Readonly<Record<string, ArrayLike<number>>>;
}

/** How far a number may be from the reference's. */
export type Bound = (place: Place) => number;

/** Steps on tensors that both executors get equal copies of. */
export interface Example {
  readonly what: string;
  /** The kernel whose twin is tried; it must take its steps. */
  readonly kernel: Kernel;
  /** Makes everything anew, with the same numbers each time. */
  make(): Made;
  /** For the tensors that change; all others must stay as they are, to the bit. */
  readonly bounds: Readonly<Record<string, Bound>>;
}

/** What an example is made of. */
export interface Made {
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly steps: readonly Step[];
  readonly supplies?: readonly Supply[];
}

/** To the last bit; zeros may differ in sign. */
export const exact: Bound = () => 0;

/** Units in the last place of the result, and of what stood there if the twin adds to it. */
export function ulps(count: number): Bound {
  return ({ expected, before }) => {
    const scale = Math.abs(expected) + (Number.isFinite(before) ? Math.abs(before) : 0);
    return count * (2 ** -23 * scale + 2 ** -149);
  };
}

/** The modes in which results may differ in the last bits. */
export const modes: readonly (readonly [name: string, mode: Mode])[] = [
  ['128 bits', modeOf(false)],
  ...(modeOf(true).fma ? ([['fma', modeOf(true)]] as const) : []),
];

/** Modes of larger and smaller tiles: they matter for products. */
export const tileModes: readonly (readonly [name: string, mode: Mode])[] = [
  ['large tiles', { ...modeOf(true), wide: true, ordered: true }],
  ['small tiles', { fma: false, wide: false, ordered: false }],
];

function programOf({ tensors, steps, supplies = [] }: Made): Program {
  return { ...freeze({ inputs: {}, outputs: tensors }), steps, supplies };
}

/** Fills what lies between a tensor's numbers and the next multiple of 64 bytes: it means nothing, so it may be NaN. */
function poison({ data }: Tensor): void {
  const { buffer, byteOffset, byteLength } = data;
  if (data instanceof Float64Array) return;
  const end = byteOffset + byteLength;
  new Float32Array(buffer as ArrayBuffer, end, (Math.ceil(end / 64) * 64 - end) / 4).fill(Number.NaN);
}

/** Tries a twin on an example. @throws if it does not take the steps, or gives other numbers */
export function tryTwin(
  { what, kernel, make, bounds }: Example,
  twins: ReadonlyMap<Kernel, Twin>,
  mode: Mode,
): void {
  const [plain, fast] = [make(), make()];
  const own = plain.steps.filter((step) => step.kernel === kernel);
  assert.isNotEmpty(own, `${what}: no step of this kernel`);
  for (const { args } of own)
    assert.isNotNull(twins.get(kernel)!.parts(...args), `${what}: the twin declines`);

  const before = Object.entries(plain.tensors).map(([name, { data }]) => [name, data.slice()]);
  const start = Object.fromEntries(before);
  reference.compile([programOf(plain)])[0].run();
  const [compiled] = new Arena(twins, mode).install([programOf(fast)]);
  Object.values(fast.tensors).forEach(poison);
  compiled.run();
  for (const [name, tensor] of Object.entries(plain.tensors)) {
    const bound = bounds[name] ?? exact;
    for (let i = 0; i < tensor.size; i++) {
      const [expected, received] = [tensor.data[i], fast.tensors[name].data[i]];
      if (Object.is(expected, received) || expected === received) continue;
      const within = bound({ i, expected, before: start[name][i], start });
      const difference = Math.abs(received - expected);
      if (difference <= within) continue;
      const place = `${what}: ${name}[${i}]`;
      assert.fail(
        `${place}: expected ${expected}, received ${received}: off by ${difference}, not ${within}`,
      );
    }
  }
}
