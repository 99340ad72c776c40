/**
 * What a file is by its first bytes: for messages about files that were taken for another kind.
 */

/** A kind of file, as a message names it: 'a PyTorch file', and what helps. */
export interface FileKind {
  readonly name: string;
  readonly help: string;
}

/** How many bytes are looked at. */
const HEAD = 256;

/** The first name in a zip archive, whose length is byte 26 (and 27: names of 256 letters and more are not known). */
function firstInZip(head: string): string {
  return head.startsWith('PK\u0003\u0004') ? head.slice(30, 30 + head.charCodeAt(26)) : '';
}

/** By the first bytes, each written as the character of its number; the first that fits is it. */
const kinds: readonly (FileKind & { readonly fits: (head: string) => boolean })[] = [
  {
    name: 'a .keras file',
    fits: (head) => /^(metadata\.json|config\.json|model\.weights\.h5)$/.test(firstInZip(head)),
    help: 'Keras reads it: keras.models.load_model(path).',
  },
  {
    name: 'a PyTorch file',
    fits: (head) => /\/(data\.pkl|version|byteorder)$/.test(firstInZip(head)),
    help: 'Write it again in Python: safetensors.torch.save_file(torch.load(path), newPath).',
  },
  {
    name: 'an .npz file',
    fits: (head) => firstInZip(head).endsWith('.npy'),
    help: 'Write it again in Python: safetensors.numpy.save_file(dict(numpy.load(path)), newPath).',
  },
  {
    name: 'a zip archive',
    fits: (head) => head.startsWith('PK\u0003\u0004'),
    help: 'Unpack it first.',
  },
  {
    name: 'an HDF5 file, such as Keras writes as .h5',
    fits: (head) => head.startsWith('\u0089HDF\r\n\u001a\n'),
    help: 'Keras reads it: keras.models.load_model(path), or model.load_weights(path) for .weights.h5.',
  },
  {
    name: 'a NumPy file',
    fits: (head) => head.startsWith('\u0093NUMPY'),
    help: "Write it again in Python: safetensors.numpy.save_file({'x': numpy.load(path)}, newPath).",
  },
  {
    name: 'a pickle, such as scikit-learn models and old PyTorch files',
    fits: (head) =>
      ['\u0080\u0002', '\u0080\u0003', '\u0080\u0004', '\u0080\u0005'].includes(head.slice(0, 2)),
    help: 'Python reads it, by pickle.load, joblib.load or torch.load; it may run any code, so trust its author.',
  },
  {
    name: 'a web page',
    fits: (head) => /^\s*<(!doctype|html|\?xml)/i.test(head),
    help: 'The server has put a page in the place of the file: open the address in a browser.',
  },
  {
    name: 'JSON',
    fits: (head) => /^\s*[[{]\s*["[{\]}\d-]/.test(head),
    help: 'If it is the model.json of TensorFlow.js, tf.loadLayersModel reads it.',
  },
];

/** The kind of a file, or null for one that is not known here. */
export function recognize(bytes: Uint8Array): FileKind | null {
  const head = String.fromCharCode(...bytes.subarray(0, HEAD));
  return kinds.find(({ fits }) => fits(head)) ?? null;
}
