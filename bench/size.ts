/**
 * The size of the library in a page: `npm run size` bundles the built front door and a small program, and fails if one
 * has grown beyond its limit or would not run in a page.
 */
import { fileURLToPath } from 'node:url';
import { type Bundle, bundleOf, faultsOf } from './bundle.ts';

/** A program of ten lines: XOR. */
const SMALL_PROGRAM = `
import { Dense, Input, Sequential, SGD } from 'multiperceptron';
const model = Sequential([Input([2]), Dense(3, { activation: 'tanh' }), Dense(1, { activation: 'sigmoid' })]);
model.compile({ optimizer: SGD({ learningRate: 0.5 }), loss: 'binary_crossentropy', metrics: ['accuracy'] });
const x = [[0, 0], [0, 1], [1, 0], [1, 1]];
const t = [[0], [1], [1], [0]];
model.fit(x, t, { epochs: 1000, batchSize: 4 });
console.log(model.summary());
console.log(model.evaluate(x, t));
console.log(model.predict(x));
`;

const EVERYTHING = "export * from 'multiperceptron';";

/** What is measured; `limit` in bytes, compressed. */
const measured: readonly {
  readonly name: string;
  readonly program: string;
  readonly limit: number;
  readonly without?: string;
}[] = [
  { name: 'the whole front door', program: EVERYTHING, limit: 158_000 },
  {
    name: 'the front door without the compiled executor',
    program: EVERYTHING,
    limit: 125_000,
    without: 'simd',
  },
  { name: 'a program of ten lines', program: SMALL_PROGRAM, limit: 111_000 },
];

/** The rooms of a bundle, the largest first; a room's compressed bytes are its share of the whole. */
function table({ bytes, compressed, rooms }: Bundle): string {
  const line = (name: string, minified: string, gzip: string) =>
    `  ${name.padEnd(14)}${minified.padStart(10)}${gzip.padStart(10)}`;
  const lines = [...rooms]
    .filter(([, size]) => size > 0)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, size]) => line(name, `${size}`, `~${Math.round((compressed * size) / bytes)}`));
  return [line('room', 'minified', 'gzip'), ...lines, line('together', `${bytes}`, `${compressed}`)].join(
    '\n',
  );
}

const root = fileURLToPath(new URL('../../', import.meta.url)); // from build/bench/
for (const { name, program, limit, without } of measured) {
  const bundle = await bundleOf(program, root, without);
  const faults = faultsOf(bundle);
  if (bundle.compressed > limit)
    faults.push(`it has ${bundle.compressed} bytes compressed, more than the ${limit} that are allowed`);
  console.log(`${name}: ${bundle.bytes} bytes minified, ${bundle.compressed} compressed (limit ${limit})`);
  console.log(table(bundle));
  for (const fault of faults) console.error(`${name}: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}
