/**
 * MNIST: 70,000 handwritten digits in grey, 28×28 pixels each.
 */
import { type IdxSource, loadIdxSet } from './shared/idx-sets.ts';
import type { ImageSet, ImageSetOptions } from './shared/image-sets.ts';

const SOURCE: IdxSource = {
  folder: 'mnist',
  url: 'https://storage.googleapis.com/cvdf-datasets/mnist/',
  advice: 'It is also at https://ossci-datasets.s3.amazonaws.com/mnist/, which the option url takes.',
  classNames: Array.from('0123456789'),
  trainImages: {
    name: 'train-images-idx3-ubyte.gz',
    sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
    unpacked: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte.gz',
    sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
    unpacked: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte.gz',
    sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
    unpacked: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte.gz',
    sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
    unpacked: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
};

/**
 * MNIST: handwritten digits in grey, from 0 (paper) to 255 · scale (ink), 60,000 to learn from and 10,000 to test on.
 *
 * Its four files are looked for in the cache; what is not there is downloaded into it (12 MB) and checked. Whatever is
 * read must have the SHA-256 of the set.
 *
 * Shapes: xTrain [60000, 784], xTest [10000, 784]; without `flatten` [60000, 28, 28] and [10000, 28, 28];
 * tTrain [60000], tTest [10000], with `oneHot` [60000, 10] and [10000, 10]
 * @param options `scale` (default 1), `oneHot` (false), `flatten` (true), `dtype` ('float32'); `cache` (a folder),
 * `download` (true), `url` (of a mirror), `retries` (2), `onProgress`, `signal`, `verify` (true)
 * @returns a promise of `{ xTrain, tTrain, xTest, tTest, classNames }`
 * @throws as `fashionMnist` does
 * Peers: Keras's `mnist.load_data` gives [60000, 28, 28] of bytes. Optdigits is another set, of 8×8 pixels.
 * @see Y. LeCun, L. Bottou, Y. Bengio, P. Haffner (1998), Gradient-based learning applied to document recognition,
 * Proceedings of the IEEE 86(11)
 * @example
 * const { xTrain, tTrain, xTest, tTest } = await mnist({ scale: 1 / 255, oneHot: true });
 * xTrain.shape; // [60000, 784]
 * tTrain.shape; // [60000, 10]
 */
export async function mnist(options: ImageSetOptions = {}): Promise<ImageSet> {
  return loadIdxSet('mnist', SOURCE, options);
}
