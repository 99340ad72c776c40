/**
 * Sets of four IDX files, as MNIST has them and its successors after it: pictures and labels, to learn and to test.
 */
import { complain, DataError } from '../../errors.ts';
import { formatShape, Tensor } from '../../tensor/index.ts';
import { decode } from '../idx.ts';
import {
  fetchFile,
  find,
  type ImageSet,
  type ImageSetOptions,
  readSettings,
  readTargets,
  readVerified,
  type Settings,
  type Source,
  type SourceFile,
} from './image-sets.ts';

/** A file in gzip: its name ends in `.gz`. */
interface PackedFile extends SourceFile {
  /** The SHA-256 of what is packed in it. */
  readonly unpacked: string;
}

/** A set of four IDX files. */
export interface IdxSource extends Source {
  readonly classNames: readonly string[];
  readonly trainImages: PackedFile;
  readonly trainLabels: PackedFile;
  readonly testImages: PackedFile;
  readonly testLabels: PackedFile;
}

/** Finds or loads the four files, and gives what they hold. @throws as the loaders say */
export async function loadIdxSet(
  who: string,
  source: IdxSource,
  options: ImageSetOptions,
): Promise<ImageSet> {
  const instead = `parseIdx(await gunzip(bytes)) takes the bytes of each of its four files.`;
  const settings = readSettings(who, source, options, instead);
  const [xTrain, tTrain] = await loadPair(who, source, source.trainImages, source.trainLabels, settings);
  const [xTest, tTest] = await loadPair(who, source, source.testImages, source.testLabels, settings);
  return { xTrain, tTrain, xTest, tTest, classNames: [...source.classNames] };
}

/** -> [pictures, targets] */
async function loadPair(
  who: string,
  source: IdxSource,
  images: PackedFile,
  labels: PackedFile,
  settings: Settings,
): Promise<[Tensor, Tensor]> {
  const imagesPath = await pathOf(who, source, images, settings);
  const x = readTensor(who, imagesPath, images, 3, settings.scale, settings);
  const labelsPath = await pathOf(who, source, labels, settings);
  const t = readTensor(who, labelsPath, labels, 1, 1, settings);
  const [rows, ...picture] = x.shape;
  if (t.shape[0] !== rows) {
    const problem = `${labelsPath} does not belong to ${imagesPath}`;
    const expected = `${rows} labels`;
    throw new DataError(complain({ who, problem, expected, received: `${t.shape[0]}` }));
  }
  const targets = readTargets(who, labelsPath, t, source.classNames.length, settings);
  return [settings.flatten ? new Tensor(x.data, [rows, picture[0] * picture[1]]) : x, targets];
}

async function pathOf(who: string, source: Source, file: PackedFile, settings: Settings): Promise<string> {
  const found = find(who, settings.folders, file.name, file.name.replace(/\.gz$/, ''));
  return found ?? fetchFile(who, source, file, settings);
}

function readTensor(
  who: string,
  path: string,
  { unpacked }: PackedFile,
  axes: number,
  scale: number,
  settings: Settings,
): Tensor {
  const tensor = decode(who, path, readVerified(who, path, unpacked, settings), scale, settings.dtype);
  if (tensor.shape.length === axes) return tensor;
  throw new DataError(
    complain({
      who,
      problem: `${path} has another number of axes`,
      expected: axes === 1 ? '[labels]' : '[pictures, rows, columns]',
      received: formatShape(tensor.shape),
    }),
  );
}
