/**
 * The kernels on their own: how near the matrix products come to what the machine can do, and what the vector functions
 * cost per element.
 */
import { type Program, reference, simdExecutor } from '../../src/index.ts';
import { modeOf } from '../../src/simd/probe.ts';
import { timedFunctions } from './functions.ts';
import { peak } from './peak.ts';
import { type ProductShape, productProgram, productShapes } from './shapes.ts';
import { nanoseconds } from './time.ts';

/** A product and its speed. */
export interface TimedProduct extends ProductShape {
  /** Billions of multiplications and additions a second. */
  readonly gigaflops: number;
  readonly reference: number;
}

/** A function and its cost. */
export interface TimedElement {
  readonly name: string;
  /** Nanoseconds per element. */
  readonly nanoseconds: number;
  readonly reference: number;
}

/** All that was measured. */
export interface KernelReport {
  /** The peak of products and sums of four floats, by two instructions and, where there is one, by one. */
  readonly peak: { readonly separate: number; readonly fused: number | null };
  readonly products: readonly TimedProduct[];
  readonly functions: readonly TimedElement[];
}

type Compile = (program: Program) => () => void;

/** Measures everything in the mode that the executor is in. */
export function measureKernels(fma: boolean, rounds = 15): KernelReport {
  const executor = simdExecutor({ fma });
  const { wide, fma: fused } = modeOf(true);
  const compile: Compile = (program) => executor.compile([program])[0].run;
  const loops: Compile = (program) => reference.compile([program])[0].run;
  const products = productShapes.map((shape) => {
    const operations = 2 * shape.rows * shape.inner * shape.columns;
    return {
      ...shape,
      gigaflops: operations / nanoseconds(compile(productProgram(shape)), rounds),
      reference: operations / nanoseconds(loops(productProgram(shape)), operations > 1e7 ? 1 : 3),
    };
  });
  const functions = timedFunctions().map(({ name, elements, program }, i) => ({
    name,
    nanoseconds: nanoseconds(compile(program), rounds) / elements,
    reference: nanoseconds(loops(timedFunctions()[i].program), 3) / elements,
  }));
  return {
    peak: { separate: peak(false, wide), fused: fused ? peak(true, wide) : null },
    products,
    functions,
  };
}

/** The measurements as a table. */
export function kernelTable({ peak: { separate, fused }, products, functions }: KernelReport): string {
  const most = Math.max(separate, fused ?? 0);
  const lines = [
    `peak of vectors: ${separate.toFixed(1)} GFLOP/s multiply and add${fused === null ? '' : `, ${fused.toFixed(1)} fused`}`,
    '',
    `${'product'.padEnd(22)}${'GFLOP/s'.padStart(9)}${'of peak'.padStart(9)}${'plain loops'.padStart(13)}${'gain'.padStart(7)}`,
    ...products.map(({ form, rows, inner, columns, gigaflops, reference }) => {
      const name = `${form} ${rows} x ${inner} x ${columns}`.padEnd(22);
      const share = `${((100 * gigaflops) / most).toFixed(0)} %`.padStart(9);
      const gain = `${(gigaflops / reference).toFixed(1)}`.padStart(7);
      return `${name}${gigaflops.toFixed(1).padStart(9)}${share}${reference.toFixed(1).padStart(13)}${gain}`;
    }),
    '',
    `${'function'.padEnd(36)}${'ns/element'.padStart(12)}${'plain loops'.padStart(13)}${'gain'.padStart(7)}`,
    ...functions.map(({ name, nanoseconds, reference }) => {
      const gain = `${(reference / nanoseconds).toFixed(1)}`.padStart(7);
      return `${name.padEnd(36)}${nanoseconds.toFixed(3).padStart(12)}${reference.toFixed(2).padStart(13)}${gain}`;
    }),
  ];
  return lines.join('\n');
}
