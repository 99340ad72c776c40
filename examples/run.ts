/**
 * Runs an example: `npm run example -- iris`. Each evaluates a net from end to end, and writes its pictures to a folder.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ArgumentError } from '../src/index.ts';
import { oneOf } from '../src/options.ts';
import { main as fashionMnist } from './fashion-mnist.ts';
import { type ExampleOptions, openGallery, type Scores } from './gallery.ts';
import { main as iris } from './iris.ts';
import { main as movingAverages } from './moving-averages.ts';
import { main as optdigits } from './optdigits.ts';
import { main as sonar } from './sonar.ts';

const examples: Readonly<Record<string, (options: ExampleOptions) => Promise<Scores>>> = {
  iris,
  sonar,
  optdigits,
  'fashion-mnist': fashionMnist,
  'moving-averages': movingAverages,
};

const HELP = `npm run example -- NAME [options]

Trains and evaluates a net from end to end, prints what comes of it, and writes its pictures (SVG) to a folder.

  iris              three kinds of iris by four lengths; the border between them in two dimensions
  sonar             rock or mine: 70 % to learn from, 30 % to test; ROC and precision-recall curves, AUC
  optdigits         handwritten digits of 8x8 pixels: confusion matrix, weights as images, the digits it gets wrong
  fashion-mnist     clothes of 28x28 pixels, 784-128-10; the data are downloaded once, 31 MB
  moving-averages   exponentially weighted averages of a noisy sine

  --out FOLDER      where the pictures go        (default: pictures/NAME)
  --data FOLDER     fashion-mnist: a folder that holds its four files, or the first rows of them
  --help            this text
`;

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = readCommand(args);
  if (values.help || positionals.length === 0) {
    console.log(HELP);
    return;
  }
  if (positionals.length > 1) {
    throw new ArgumentError(`example: one example at a time; received ${positionals.join(' ')}.`);
  }
  const name = oneOf('example', 'name', positionals[0], Object.keys(examples));
  if (values.data !== undefined && name !== 'fashion-mnist') {
    throw new ArgumentError(
      `example: --data is for fashion-mnist; the data of ${name} come with the package.`,
    );
  }
  const gallery = openGallery(values.out ?? join('pictures', name));
  await examples[name]({ gallery, data: values.data ?? null });
}

function readCommand(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean' } },
    });
  } catch (error) {
    const [problem] = (error as Error).message.split('. ');
    throw new ArgumentError(`example: ${problem}. --help lists what there is.`);
  }
}

/** The errors whose message is all that the user needs. */
const EXPECTED = ['ArgumentError', 'DataError', 'StateError'];

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Error && EXPECTED.includes(error.name))) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
