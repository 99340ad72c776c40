/**
 * Fashion-MNIST: 70,000 grey pictures of clothes, 28×28 pixels each, in ten classes.
 */
import { type IdxSource, loadIdxSet } from './shared/idx-sets.ts';
import type { ImageSet, ImageSetOptions } from './shared/image-sets.ts';

/** Zalando's files. Debian's package has the same pictures in other gzip. */
const SOURCE: IdxSource = {
  folder: 'fashion-mnist',
  url: 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  systemFolders: ['/usr/share/datasets/fashion-mnist'],
  advice: 'On Debian and Ubuntu, `apt-get install dataset-fashion-mnist` brings it, and it is found.',
  classNames: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
  trainImages: {
    name: 'train-images-idx3-ubyte.gz',
    size: 26_421_880,
    sha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
    unpacked: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
  },
  trainLabels: {
    name: 'train-labels-idx1-ubyte.gz',
    size: 29_515,
    sha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
    unpacked: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
  },
  testImages: {
    name: 't10k-images-idx3-ubyte.gz',
    size: 4_422_102,
    sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
    unpacked: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  },
  testLabels: {
    name: 't10k-labels-idx1-ubyte.gz',
    size: 5_148,
    sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
    unpacked: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
  },
};

/**
 * Fashion-MNIST: clothes in grey, from 0 (nothing) to 255 · scale, 6000 of each class to learn from and 1000 to test on.
 *
 * Its four files are looked for in the cache, and where Debian's package `dataset-fashion-mnist` puts them; what is not
 * there is downloaded into the cache (31 MB) and checked. Whatever is read must have the SHA-256 of the set.
 *
 * Shapes: xTrain [60000, 784], xTest [10000, 784]; without `flatten` [60000, 28, 28] and [10000, 28, 28];
 * tTrain [60000], tTest [10000], with `oneHot` [60000, 10] and [10000, 10]
 * @param options `scale` (default 1), `oneHot` (false), `flatten` (true), `dtype` ('float32'); `cache` (a folder),
 * `download` (true), `url` (of a mirror), `retries` (2), `onProgress`, `signal`, `verify` (true)
 * @returns a promise of `{ xTrain, tTrain, xTest, tTest, classNames }`
 * @throws DataError if a file can neither be found nor loaded, or is not that of the set; the reason of the signal when
 * it is aborted; StateError where there is no file system: `parseIdx` takes bytes; ArgumentError for other options
 * Peers: Keras's `fashion_mnist.load_data` gives [60000, 28, 28] of bytes.
 * @see H. Xiao, K. Rasul, R. Vollgraf (2017), Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning
 * Algorithms, arXiv:1708.07747
 * @example
 * const { xTrain, tTrain, classNames } = await fashionMnist({ scale: 1 / 255 });
 * xTrain.shape; // [60000, 784]
 * classNames[tTrain.data[0]]; // 'Ankle boot'
 */
export async function fashionMnist(options: ImageSetOptions = {}): Promise<ImageSet> {
  return loadIdxSet('fashionMnist', SOURCE, options);
}
