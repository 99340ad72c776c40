/**
 * Files of other kinds: each is called by its name, and the message says what reads it.
 */
import { assert } from 'chai';
import { readSafetensors } from '../../src/formats/index.ts';
import { recognize } from '../../src/formats/recognize.ts';
import { assertRefused } from '../shared/values.ts';

/** Bytes from the characters of their numbers. */
const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** The beginning of a zip archive: the header of its first member, and the member's name. */
function zip(member: string, size = 'aaaa'): Uint8Array {
  const head = `PK\u0003\u0004\u0014\0\0\0\0\0\0\0!\0bbbb${size}${size}${String.fromCharCode(member.length)}\0\0\0`;
  return bytesOf(`${head}${member}and so on`);
}

const files: readonly (readonly [what: string, bytes: Uint8Array, name: string, help: string])[] = [
  ['Keras, model.save', zip('metadata.json'), 'a .keras file', 'keras.models.load_model'],
  ['Keras, config first', zip('config.json'), 'a .keras file', 'keras.models.load_model'],
  ['PyTorch, torch.save', zip('archive/data.pkl'), 'a PyTorch file', 'safetensors.torch.save_file'],
  ['PyTorch, another name', zip('net/version'), 'a PyTorch file', 'safetensors.torch.save_file'],
  [
    'NumPy, numpy.savez',
    zip('kernel.npy', '\u00ff\u00ff\u00ff\u00ff'),
    'an .npz file',
    'safetensors.numpy.save_file',
  ],
  ['any zip', zip('notes.txt'), 'a zip archive', 'Unpack it'],
  ['HDF5', bytesOf('\u0089HDF\r\n\u001a\n\0\0\0\0\0\b\b'), 'an HDF5 file', 'model.load_weights(path)'],
  ['NumPy, numpy.save', bytesOf("\u0093NUMPY\u0001\0v\0{'descr': '<f8'"), 'a NumPy file', 'numpy.load'],
  [
    'pickle, protocol 2',
    bytesOf('\u0080\u0002}q\0X\u0001\0\0\0aq\u0001'),
    'a pickle',
    'pickle.load, joblib.load',
  ],
  ['pickle, protocol 4', bytesOf('\u0080\u0004\u0095\u00a8\0\0\0\0\0\0\0}\u0094'), 'a pickle', 'joblib.load'],
  ['a page', bytesOf('<!DOCTYPE html>\n<title>404</title>'), 'a web page', 'open the address in a browser'],
  ['a page in capitals', bytesOf('\n<HTML><BODY>Not found'), 'a web page', 'in a browser'],
  ['TensorFlow.js', bytesOf('{"format": "layers-model"}'), 'JSON', 'tf.loadLayersModel'],
  ['a list', bytesOf('[\n  [0.25, -3]\n]'), 'JSON', 'model.json'],
];

describe('recognize', () => {
  for (const [what, bytes, name, help] of files) {
    it(what, () => {
      const message = `loadModel: miModelo is no safetensors file but ${name}`;
      assertRefused(() => readSafetensors('loadModel', bytes, 'miModelo'), 'DataError', message, help);
    });
  }

  for (const [what, text] of [
    ['nothing', ''],
    ['text', 'epoch,loss\n0,0.7\n'],
    ['braces that are no JSON', '{ int x; }'],
    ['a number', '\u0080\u0001\0\0\0\0\0\0'],
    ['half a signature', 'PK\u0003'],
  ]) {
    it(`${what} is of no known kind`, () => assert.isNull(recognize(bytesOf(text))));
  }

  it('a header whose length looks like a signature is read', () => {
    const header = `{"__metadata__":{"a":"${'b'.repeat(0x0480 - 25)}"}}`; // 80 04, as a pickle begins
    const bytes = bytesOf(`\u0080\u0004\0\0\0\0\0\0${header}`);
    assert.equal(header.length, 0x0480);
    assert.isNotNull(recognize(bytes));
    assert.equal(readSafetensors('loadModel', bytes).metadata.a.length, 0x0480 - 25);
  });
});
