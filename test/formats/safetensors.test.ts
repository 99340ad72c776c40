/**
 * The safetensors format: against the Python package both ways, and every way in which a file can be broken.
 */
import { assert } from 'chai';
import { type NamedTensor, readSafetensors, writeSafetensors } from '../../src/formats/index.ts';
import { Tensor } from '../../src/tensor/index.ts';
import { assertRefused, genericTensor, peer } from '../shared/values.ts';

/** A file as `safetensors_files.py` stores it. */
interface StoredFile {
  readonly name: string;
  /** In base 64. */
  readonly bytes: string;
  readonly metadata: Record<string, string>;
  readonly tensors: readonly {
    readonly name: string;
    readonly dtype: string;
    readonly shape: readonly number[];
    /** NaN and infinities are texts. */
    readonly values: readonly (number | string | boolean)[];
  }[];
}

const stored = peer<{
  theirs: readonly StoredFile[];
  ours: readonly StoredFile[];
  refused: readonly { name: string; bytes: string }[];
}>('safetensors.json');

const bytesOf = ({ bytes }: { readonly bytes: string }) => new Uint8Array(Buffer.from(bytes, 'base64'));

/** The numbers of a stored tensor, in the float type that they are read as. */
function storedTensor({ dtype, shape, values }: StoredFile['tensors'][number]): Tensor {
  const wide = ['float64', 'int32', 'uint32', 'int64', 'uint64'].includes(dtype);
  const names: Readonly<Record<string, number>> = {
    nan: Number.NaN,
    inf: Number.POSITIVE_INFINITY,
    '-inf': Number.NEGATIVE_INFINITY,
  };
  const numbers = values.map((value) => (typeof value === 'string' ? names[value] : Number(value)));
  return new Tensor(wide ? Float64Array.from(numbers) : Float32Array.from(numbers), shape);
}

const namedTensors = ({ tensors }: StoredFile): NamedTensor[] =>
  tensors.map((tensor) => ({ name: tensor.name, tensor: storedTensor(tensor) }));

/** The same shapes, types and bits; NaN may have any. */
function assertSameTensor(actual: Tensor, expected: Tensor, name: string): void {
  assert.equal(actual.dtype, expected.dtype, name);
  assert.deepEqual(actual.shape, expected.shape, name);
  for (let i = 0; i < expected.data.length; i++) {
    assert.isTrue(Object.is(actual.data[i], expected.data[i]), `${name}[${i}]: ${actual.data[i]}`);
  }
}

const read = (bytes: Uint8Array) => readSafetensors('loadModel', bytes, 'miModelo');

/** The bytes of a file with this header, which need not be sound. */
function fileOf(header: string | object, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const json = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

describe('safetensors', () => {
  describe("reads the Python package's files", () => {
    for (const file of stored.theirs) {
      it(file.name, () => {
        const { tensors, metadata } = read(bytesOf(file));
        assert.deepEqual({ ...metadata }, file.metadata);
        assert.sameMembers(
          [...tensors.keys()],
          file.tensors.map(({ name }) => name),
        );
        for (const { name, tensor } of namedTensors(file))
          assertSameTensor(tensors.get(name)!, tensor as Tensor, name);
      });
    }
  });

  describe('writes what the Python package reads', () => {
    for (const file of stored.ours) {
      it(file.name, () => {
        assert.deepEqual(writeSafetensors(namedTensors(file), file.metadata), bytesOf(file));
      });

      it(`${file.name}, read again, in the order in which it was written`, () => {
        const { tensors, metadata } = read(writeSafetensors(namedTensors(file), file.metadata));
        assert.deepEqual({ ...metadata }, file.metadata);
        const expected = namedTensors(file);
        assert.deepEqual(
          [...tensors.keys()],
          expected.map(({ name }) => name),
        );
        for (const { name, tensor } of expected) assertSameTensor(tensors.get(name)!, tensor as Tensor, name);
      });
    }
  });

  it('tensors may be given by name', () => {
    const [a, b] = [genericTensor([3, 2]), genericTensor([5], { dtype: 'float32' })];
    const list = [
      { name: 'a', tensor: a },
      { name: 'b', tensor: b },
    ];
    assert.deepEqual(writeSafetensors({ a, b }), writeSafetensors(list));
  });

  it('bytes may lie anywhere in their memory', () => {
    const x = genericTensor([7, 3], { dtype: 'float32' });
    const bytes = writeSafetensors({ x });
    const memory = new Uint8Array(bytes.length + 8);
    memory.set(bytes, 3);
    assertSameTensor(read(memory.subarray(3, 3 + bytes.length)).tensors.get('x')!, x, 'x');
  });

  it('what was read does not hang on the bytes', () => {
    const x = genericTensor([4], { dtype: 'float32' });
    const bytes = writeSafetensors({ x });
    const there = read(bytes).tensors.get('x')!;
    bytes.fill(0);
    assertSameTensor(there, x, 'x');
  });

  it('writing changes no tensor', () => {
    const x = genericTensor([4, 3]);
    const before = x.data.slice();
    writeSafetensors({ x });
    assert.deepEqual(x.data, before);
  });

  it('the numbers begin at a multiple of 8, whatever the names', () => {
    for (let length = 1; length <= 9; length++) {
      const bytes = writeSafetensors({ ['n'.repeat(length)]: genericTensor([1]) });
      assert.equal((bytes.length - 8) % 8, 0);
    }
  });

  it('long metadata are read', () => {
    const config = '{"a\\":"}{'.repeat(1_000_000);
    assert.equal(read(writeSafetensors({}, { config })).metadata.config, config);
  });

  describe('does not write', () => {
    const x = genericTensor([2]);
    it('two tensors of one name', () => {
      const twice = [
        { name: 'x', tensor: x },
        { name: 'x', tensor: x },
      ];
      const message = "writeSafetensors: two tensors are called 'x'";
      assertRefused(() => writeSafetensors(twice), 'ArgumentError', message);
    });
    it('a tensor of the name that the format keeps', () => {
      const message = "the name '__metadata__' is taken by the format";
      assertRefused(() => writeSafetensors({ __metadata__: x }), 'ArgumentError', message);
    });
    it('metadata that are no texts', () => {
      const work = () => writeSafetensors({ x }, { seed: 42 } as never);
      assertRefused(work, 'ArgumentError', 'metadata seed is no text; expected a string, received 42');
    });
  });

  describe('refuses what the Python package refuses', () => {
    for (const file of stored.refused) {
      it(file.name, () => assertRefused(() => read(bytesOf(file)), 'DataError', 'loadModel: miModelo '));
    }
  });

  describe('says what is wrong with', () => {
    const entry = (start: number, end: number, more: object = {}) => ({
      dtype: 'F32',
      shape: [(end - start) / 4],
      data_offsets: [start, end],
      ...more,
    });
    const eight = new Uint8Array(8);
    const broken: readonly (readonly [name: string, bytes: Uint8Array, message: string])[] = [
      ['an empty file', new Uint8Array(0), 'is empty. Save or copy it again.'],
      [
        'a file of seven bytes',
        eight.subarray(1),
        'is cut off; expected more than 8 bytes, received 7. Save',
      ],
      ['eight zeros', eight, 'is cut off; expected at least 8 bytes, received 8.'],
      [
        'a file cut in its header',
        fileOf({ x: entry(0, 8) }).subarray(0, 20),
        'is cut off; expected at least 62 bytes, received 20.',
      ],
      [
        'a file cut in its numbers',
        fileOf({ x: entry(0, 8) }, eight.subarray(1)),
        'is cut off; expected 8 bytes after the header, received 7.',
      ],
      [
        'bytes after the last tensor',
        fileOf({ x: entry(0, 4) }, eight),
        'goes on after its last tensor; expected 4 bytes after the header, received 8.',
      ],
      ['a header that is no JSON', fileOf('{"x":'), 'has a header that is not JSON: '],
      [
        'a header that does not begin with {',
        fileOf(' {}'),
        'is no safetensors file; expected the length of a header, and a header in JSON.',
      ],
      [
        'a header that is not UTF-8',
        fileOf('{"\u00e9":7}').with(10, 0xff),
        'has a header that is not text in UTF-8.',
      ],
      [
        'an unknown dtype',
        fileOf({ x: entry(0, 8, { dtype: 'F8_E4M3' }) }, eight),
        "gives tensor 'x' an unknown dtype; expected one of F64, F32, F16, BF16, I64, U64, I32, U32, I16, U16, I8, U8, BOOL, received 'F8_E4M3'. Write it again as F32.",
      ],
      [
        'a dtype that every object has',
        fileOf({ x: entry(0, 8, { dtype: 'toString' }) }, eight),
        "gives tensor 'x' an unknown dtype",
      ],
      [
        'a negative length',
        fileOf({ x: entry(0, 8, { shape: [-1, -2] }) }, eight),
        "gives tensor 'x' an unusable shape; expected a list of whole numbers from 0 on, received [-1, -2].",
      ],
      [
        'a length that tensors cannot have',
        fileOf({ x: entry(0, 0, { shape: [0, 2 ** 32] }) }),
        "gives tensor 'x' an unusable shape",
      ],
      [
        'a size that does not fit',
        fileOf({ x: entry(0, 8, { shape: [3, 1] }) }, eight),
        "gives tensor 'x' another size; expected 12 bytes for F32 [3, 1], received 8.",
      ],
      [
        'offsets that are none',
        fileOf({ x: entry(0, 8, { data_offsets: [0, 4, 8] }) }, eight),
        "gives tensor 'x' unusable data_offsets; expected [start, end], received [0, 4, 8].",
      ],
      [
        'one place for two tensors',
        fileOf({ x: entry(0, 8), y: entry(4, 8) }, eight),
        "gives tensor 'y' bytes of another tensor.",
      ],
      ['a hole', fileOf({ x: entry(4, 8) }, eight), "has a hole before tensor 'x'."],
      ['a tensor that is null', fileOf({ x: null }), "gives tensor 'x' an unknown dtype"],
      [
        'two tensors of one name, of which the last is right',
        fileOf(`{"x":${JSON.stringify(entry(0, 4))},"\\u0078":${JSON.stringify(entry(0, 8))}}`, eight),
        "describes 'x' twice.",
      ],
      [
        'metadata that are no texts',
        fileOf({ __metadata__: { a: null } }),
        'has __metadata__ that are not texts',
      ],
    ];
    for (const [name, bytes, message] of broken) {
      it(name, () => assertRefused(() => read(bytes), 'DataError', `loadModel: miModelo ${message}`));
    }

    it('what is not bytes', () => {
      const message =
        'loadModel: the file is not usable; expected the bytes of a file, a Uint8Array, received ';
      for (const value of [undefined, 'miModelo', [1, 2], new ArrayBuffer(8)]) {
        assertRefused(() => readSafetensors('loadModel', value as never), 'ArgumentError', message);
      }
    });
  });

  it('a header may list tensors in any order, and those without numbers anywhere', () => {
    const header =
      '{"c":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"b":{"dtype":"F32","shape":[0],"data_offsets":[4,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    const { tensors } = read(fileOf(header, Uint8Array.of(0, 0, 128, 63, 0, 0, 0, 64)));
    assert.deepEqual([...tensors.keys()], ['a', 'b', 'c']);
    assert.deepEqual(
      [...tensors.values()].map((x) => x.toArray()),
      [[1], [], [2]],
    );
  });

  it('one name in two objects is not a name twice', () => {
    const x = genericTensor([2]);
    const { tensors } = read(writeSafetensors({ a: x, dtype: x, shape: x }, { a: '"a":', shape: 'b' }));
    assert.deepEqual([...tensors.keys()], ['a', 'dtype', 'shape']);
  });

  describe('a damaged file is refused as such, or read', () => {
    const whole = writeSafetensors(
      [
        { name: 'Oculto/kernel', tensor: genericTensor([3, 2]) },
        { name: 'ñ', tensor: genericTensor([2], { dtype: 'float32' }) },
        { name: 'none', tensor: genericTensor([0]) },
      ],
      { config: '{"seed":42}' },
    );
    const headerEnd = 8 + Number(new DataView(whole.buffer).getBigUint64(0, true));

    /** Null for a file that was read. */
    const refusal = (bytes: Uint8Array): string | null => {
      try {
        for (const { data, shape } of read(bytes).tensors.values()) {
          assert.equal(
            data.length,
            shape.reduce((product, length) => product * length, 1),
          );
        }
        return null;
      } catch (error) {
        const { name, message } = error as Error;
        assert.equal(name, 'DataError', message);
        return message;
      }
    };

    it('cut at every length', () => {
      for (let length = 0; length < whole.length; length++) {
        assert.match(
          refusal(whole.subarray(0, length)) ?? '',
          /miModelo is (empty|cut off)/,
          `${length} bytes`,
        );
      }
      assert.isNull(refusal(whole));
    });

    it('with one byte too many', () => {
      for (const byte of [0, 0x20, 0x7b]) assert.isNotNull(refusal(Uint8Array.of(...whole, byte)));
    });

    it('with any other byte in any place of its header', () => {
      let readAgain = 0;
      for (let at = 0; at < headerEnd; at++) {
        for (let byte = 0; byte < 256; byte++) {
          if (byte === whole[at]) continue;
          const message = refusal(whole.with(at, byte));
          if (message !== null) continue;
          readAgain++;
          assert.isAtLeast(at, 8, 'the length of the header');
        }
      }
      assert.isAbove(readAgain, 1000); // names and texts may be others
    }).timeout(60000);

    it('with two bytes of its header changed', () => {
      for (let i = 0; i < 30000; i++) {
        const [first, second, a, b] = genericTensor([4], { between: [0, 1], seed: i + 1 }).data;
        const bytes = whole
          .with(Math.floor(first * headerEnd), Math.floor(a * 256))
          .with(Math.floor(second * headerEnd), Math.floor(b * 256));
        refusal(bytes);
      }
    }).timeout(60000);

    it('with parts of its header taken out', () => {
      for (let start = 8; start < headerEnd; start += 3) {
        for (let end = start + 1; end < headerEnd; end += 2) {
          const bytes = Uint8Array.of(...whole.subarray(0, start), ...whole.subarray(end));
          new DataView(bytes.buffer).setBigUint64(0, BigInt(headerEnd - 8 - (end - start)), true);
          refusal(bytes);
        }
      }
    }).timeout(60000);
  });
});
