/**
 * Files of models: where they are written, what is no such file, and what a file that is refused leaves alone.
 */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { assert } from 'chai';
import { readSafetensors, writeSafetensors } from '../../src/formats/index.ts';
import {
  BatchNormalization,
  Dense,
  Dropout,
  Input,
  loadModel,
  type Model,
  modelFromBytes,
  Sequential,
} from '../../src/nn/index.ts';
import { Adam } from '../../src/optim/index.ts';
import type { Tensor } from '../../src/tensor/index.ts';
import { useFolder } from './shared/folder.ts';
import { assertMessage, assertUnchanged } from './shared/refusal.ts';
import {
  assertOtherBits,
  assertSameBits,
  assertSameState,
  someClasses,
  someRows,
  stateOf,
} from './shared/training.ts';

const ROWS = 11;
const [x, t] = [someRows(ROWS, 4, 3), someClasses(ROWS, 3, 5)];

/** @param units of the hidden layer */
function net({
  units = 5,
  seed = 3,
  dtype = 'float32' as 'float32' | 'float64',
  name = 'primera',
} = {}): Model {
  const model = Sequential(
    [
      Input([4]),
      Dense(units, { activation: 'tanh', name }),
      BatchNormalization(),
      Dropout(0.2),
      Dense(3, { activation: 'softmax' }),
    ],
    { seed, dtype },
  );
  model.compile({ optimizer: Adam({ learningRate: 0.03 }), loss: 'categorical_crossentropy' });
  model.fit(x, t, { batchSize: 4, epochs: 2 });
  return model;
}

/** That a promise is refused with exactly this message. */
async function assertRejects(work: () => Promise<unknown>, kind: string, message: string): Promise<void> {
  const error = await work().then(
    () => new Error('nothing was thrown'),
    (thrown: Error) => thrown,
  );
  assert.equal(`${error.name}: ${error.message}`, `${kind}: ${message}`);
}

describe('files of models', () => {
  const folder = useFolder();

  it('are written at exactly the path that is given, bare names too, and read again from there', async () => {
    const model = net();
    const before = process.cwd();
    process.chdir(folder().at('.'));
    try {
      await model.save('miModelo');
      await model.saveWeights('mis pesos.bin');
      assert.deepEqual(Object.keys(folder().all()), ['miModelo', 'mis pesos.bin']);
      assertSameState(stateOf(await loadModel('miModelo')), stateOf(model));
      const other = net({ seed: 8 });
      await other.loadWeights('mis pesos.bin');
      assertSameBits(other.getWeights(), model.getWeights());
    } finally {
      process.chdir(before);
    }
    assert.deepEqual(new Uint8Array(readFileSync(folder().at('miModelo'))), model.toBytes());
    assert.deepEqual(new Uint8Array(readFileSync(folder().at('mis pesos.bin'))), model.toBytes('weights'));
  });

  it('may be named by a URL, and their bytes be given in place of a path', async () => {
    const model = net();
    const url = pathToFileURL(folder().at('modelo con ñ'));
    await model.save(url);
    assertSameState(stateOf(await loadModel(url)), stateOf(model));
    const [byUrl, byBytes] = [net({ seed: 8 }), net({ seed: 9 })];
    await byUrl.loadWeights(url);
    await byBytes.loadWeights(model.toBytes());
    assertSameBits(byUrl.getWeights(), model.getWeights());
    assertSameBits(byBytes.getWeights(), model.getWeights());
    await byBytes.loadWeights(Buffer.from(model.toBytes('weights')));
    assertSameState(stateOf(modelFromBytes(Buffer.from(model.toBytes()))), stateOf(model));
  });

  it('take the place of older ones whole, links included, and leave nothing beside them', async () => {
    const [first, second] = [net(), net({ seed: 8 })];
    const path = folder().at('modelo');
    await first.save(path);
    symlinkSync(path, folder().at('enlace'));
    await second.save(folder().at('enlace'));
    assert.deepEqual(new Uint8Array(readFileSync(path)), second.toBytes());
    assert.deepEqual(Object.keys(folder().all()), ['enlace', 'modelo']);
  });

  it('are refused where they cannot be written or read, and nothing is left', async () => {
    const model = net();
    mkdirSync(folder().at('carpeta'));
    const [missing, inside] = [folder().at('falta'), folder().at('falta/modelo')];
    const spelling =
      'Check the spelling; relative paths start at the folder in which the program was started.';
    const none = `there is no folder for ${inside}. Make it first. ${spelling}`;
    await assertRejects(() => model.save(inside), 'DataError', `save: ${none}`);
    await assertRejects(() => model.saveWeights(inside), 'DataError', `saveWeights: ${none}`);
    const isFolder = `${folder().at('carpeta')} is a folder. Name a file in it.`;
    await assertRejects(() => model.save(folder().at('carpeta')), 'DataError', `save: ${isFolder}`);
    await assertRejects(() => loadModel(folder().at('carpeta')), 'DataError', `loadModel: ${isFolder}`);
    const noFile = `there is no file ${missing}. ${spelling}`;
    await assertRejects(() => loadModel(missing), 'DataError', `loadModel: ${noFile}`);
    await assertRejects(() => model.loadWeights(missing), 'DataError', `loadWeights: ${noFile}`);
    assert.deepEqual([existsSync(missing), existsSync(inside)], [false, false]);
    for (const path of [undefined, null, 3, '', {}, new ArrayBuffer(8)]) {
      const received =
        path === ''
          ? "''"
          : typeof path === 'object' && path !== null
            ? `an object of ${path.constructor.name} kind`
            : String(path);
      const words = `path is not usable; expected a path or a file: URL, received ${received}.`;
      const bad = path as string;
      await assertRejects(() => model.save(bad), 'ArgumentError', `save: ${words}`);
      await assertRejects(() => model.loadWeights(bad), 'ArgumentError', `loadWeights: ${words}`);
      await assertRejects(() => loadModel(bad), 'ArgumentError', `loadModel: ${words}`);
    }
  });

  it('are not there where there is no file system: bytes work all the same', async () => {
    const model = net();
    const { getBuiltinModule } = process;
    Object.assign(process, { getBuiltinModule: undefined });
    try {
      const none = 'there is no file system here.';
      await assertRejects(
        () => model.save('a'),
        'StateError',
        `save: ${none} toBytes() and modelFromBytes(bytes) work everywhere.`,
      );
      await assertRejects(
        () => model.saveWeights('a'),
        'StateError',
        `saveWeights: ${none} toBytes() and modelFromBytes(bytes) work everywhere.`,
      );
      await assertRejects(
        () => model.loadWeights('a'),
        'StateError',
        `loadWeights: ${none} toBytes() and modelFromBytes(bytes) work everywhere.`,
      );
      await assertRejects(
        () => loadModel('a'),
        'StateError',
        `loadModel: ${none} Fetch the file, and call modelFromBytes(bytes).`,
      );
      assertSameState(stateOf(modelFromBytes(model.toBytes())), stateOf(model));
    } finally {
      Object.assign(process, { getBuiltinModule });
    }
  });

  describe('give weights', () => {
    it('by the names of the layers, or in their order where the names are others', async () => {
      const model = net();
      for (const name of ['primera', 'otra']) {
        const other = net({ seed: 8, name });
        assertOtherBits(other.getWeights(), model.getWeights());
        await other.loadWeights(model.toBytes('weights'));
        assertSameBits(other.getWeights(), model.getWeights());
      }
    });

    it('by name where the layers stand in another order', async () => {
      const make = (names: readonly string[]) =>
        Sequential([Input([3]), ...names.map((name) => Dense(3, { name }))], {
          seed: names.length + names[0].length,
        });
      const [model, other] = [make(['uno', 'otro']), make(['otro', 'uno'])];
      await other.loadWeights(model.toBytes());
      for (const name of ['uno', 'otro'])
        assertSameBits(other.getLayer(name).getWeights(), model.getLayer(name).getWeights(), name);
    });

    it('of the other float type, and leave the optimizer alone', async () => {
      const [narrow, wide] = [net(), net({ dtype: 'float64', seed: 8 })];
      const optimizer = stateOf(wide);
      await wide.loadWeights(narrow.toBytes());
      for (const [i, { data }] of wide.getWeights().entries())
        assert.deepEqual(Array.from(data), Array.from(narrow.getWeights()[i].data));
      assert.deepEqual(stateOf(wide).tensors.slice(8), optimizer.tensors.slice(8));
      const other = net({ seed: 9 });
      await other.loadWeights(wide.toBytes('weights'));
      assertSameBits(other.getWeights(), narrow.getWeights());
    });
  });

  describe('of another net are refused, and nothing is changed:', () => {
    const help = 'It may be the file of another net: define the same layers in the same order.';
    // biome-ignore format: one case a line
    const others: Record<string, [() => Model, kind: string, words: string]> = {
      'another width': [() => net({ units: 7 }), 'ShapeError', `the file does not fit sequential; expected primera/kernel [4, 5], received primera/kernel [4, 7]. ${help}`],
      'another width and name': [() => net({ units: 7, name: 'otra' }), 'ShapeError', `the file does not fit sequential; expected primera/kernel [4, 5], received otra/kernel [4, 7]. ${help}`],
      'fewer layers': [() => Sequential([Input([4]), Dense(5, { name: 'primera' })]), 'ArgumentError', `the file does not fit sequential; expected 8 weights, received 2. ${help}`],
      'more layers': [() => Sequential([Input([4]), Dense(5), Dense(5), Dense(5), Dense(5), Dense(3)]), 'ArgumentError', `the file does not fit sequential; expected 8 weights, received 10. ${help}`],
    };
    for (const [what, [other, kind, words]] of Object.entries(others)) {
      it(what, async () => {
        const model = net();
        const before = stateOf(model);
        for (const content of ['model', 'weights'] as const)
          await assertRejects(
            () => model.loadWeights(other().toBytes(content)),
            kind,
            `loadWeights: ${words}`,
          );
        assertSameState(stateOf(model), before);
      });
    }
  });

  describe('that are none are refused, and a model is left alone:', () => {
    let model: Model;
    let bytes: Uint8Array;
    before(() => {
      model = net();
      bytes = model.toBytes();
    });
    const refusals = async (bad: Uint8Array): Promise<string[]> => {
      const unchanged = stateOf(model);
      const seen: string[] = [];
      const note = (error: Error) => void seen.push(`${error.name}: ${error.message}`);
      try {
        modelFromBytes(bad);
      } catch (error) {
        note(error as Error);
      }
      await model.loadWeights(bad).catch(note);
      assertSameState(stateOf(model), unchanged);
      return seen;
    };

    it('what is cut off anywhere', async () => {
      for (let length = 0; length < bytes.length; length += 97) {
        const seen = await refusals(bytes.slice(0, length));
        assert.lengthOf(seen, 2, `${length} bytes`);
        for (const line of seen)
          assert.match(line, /^DataError: (modelFromBytes|loadWeights): the file /, `${length} bytes`);
      }
      for (const line of await refusals(Uint8Array.from([...bytes, 0])))
        assert.match(line, /^DataError: .* goes on after/);
    });

    const text = (words: string) => new TextEncoder().encode(words);
    const foreign: Record<string, [Uint8Array, string]> = {
      nothing: [new Uint8Array(0), 'the file is empty. Save or copy it again.'],
      'a zip archive': [
        Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 1, 2]),
        'the file is no safetensors file but a zip archive.',
      ],
      'an HDF5 file': [
        Uint8Array.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]),
        'the file is no safetensors file but an HDF5 file',
      ],
      JSON: [text('{"modelTopology":{}}'), 'the file is no safetensors file but JSON.'],
      text: [text('x,y\n1.5,2.5\n3.5,4.5\n'), 'the file is no safetensors file;'],
    };
    for (const [what, [bad, words]] of Object.entries(foreign)) {
      it(what, async () => {
        const seen = await refusals(bad);
        assert.lengthOf(seen, 2);
        for (const [i, who] of ['modelFromBytes', 'loadWeights'].entries())
          assert.include(seen[i], `DataError: ${who}: ${words}`);
      });
    }

    it('what is no bytes at all', () => {
      for (const bad of [undefined, null, 3, 'modelo', bytes.buffer, {}])
        assert.throws(
          () => modelFromBytes(bad as Uint8Array),
          'modelFromBytes: the file is not usable; expected the bytes of a file, a Uint8Array, received',
        );
    });

    /** The file with other metadata. */
    const withMetadata = (changes: Record<string, string | undefined>) => {
      const { tensors, metadata } = readSafetensors('test', bytes, 'the file');
      const all = Object.entries({ ...metadata, ...changes }).filter(([, value]) => value !== undefined);
      const named = [...tensors].map(([name, tensor]) => ({ name, tensor }));
      return writeSafetensors(named, Object.fromEntries(all) as Record<string, string>);
    };

    it('what a later version wrote', async () => {
      const words =
        "the file was written by another version; expected version 1, received '2'. A newer one of this library reads it.";
      assert.deepEqual(await refusals(withMetadata({ version: '2' })), [
        `DataError: modelFromBytes: ${words}`,
        `DataError: loadWeights: ${words}`,
      ]);
    });

    it('weights alone, and what others wrote, where a model is wanted', () => {
      const helpful = 'Define the model, then load them with loadWeights.';
      const cases: [Uint8Array, string][] = [
        [model.toBytes('weights'), 'holds weights only'],
        [withMetadata({ model: undefined }), 'holds no architecture'],
        [writeSafetensors({ a: model.getWeights()[0] }), 'holds no architecture'],
      ];
      for (const [bad, what] of cases)
        assertMessage(() => modelFromBytes(bad), 'DataError', `modelFromBytes: the file ${what}. ${helpful}`);
    });

    it('weights that others wrote are taken by their names', async () => {
      const other = net({ seed: 8 });
      const { tensors } = readSafetensors('test', model.toBytes('weights'), 'the file');
      await other.loadWeights(writeSafetensors(Object.fromEntries(tensors)));
      assertSameBits(other.getWeights(), model.getWeights());
    });

    it('metadata that are damaged', () => {
      const known = /^(Data|Argument|Shape|State)Error: /;
      const damaged = withMetadata({ model: '{' });
      assertMessage(
        () => modelFromBytes(damaged),
        'DataError',
        'modelFromBytes: the file has metadata that are damaged.',
      );
      for (let at = 8; at < bytes.length; at += 7) {
        const bad = bytes.slice();
        bad[at] = 0x30 + (at % 10);
        try {
          modelFromBytes(bad);
        } catch (error) {
          assert.match(String(error), known, `byte ${at}`);
        }
      }
    });

    it('a file without what the optimizer remembers', () => {
      const { tensors, metadata } = readSafetensors('test', bytes, 'the file');
      const named = [...tensors].map(([name, tensor]) => ({ name, tensor }));
      const without = writeSafetensors(
        named.filter(({ name }) => name !== 'optimizer/m/primera/bias'),
        metadata,
      );
      assertMessage(
        () => modelFromBytes(without),
        'DataError',
        'modelFromBytes: the file does not hold what Adam remembers; expected optimizer/m/primera/bias [5].',
      );
    });
  });

  it('want a model that is built', async () => {
    const model = Sequential([Dense(5), Dense(3)]);
    const words =
      'sequential is not built. Give it Input({ shape }) and at least one layer, or call fit, which takes the shape from the data.';
    assertMessage(() => model.toBytes(), 'StateError', `toBytes: ${words}`);
    await assertRejects(() => model.save(folder().at('modelo')), 'StateError', `toBytes: ${words}`);
    await assertRejects(() => model.loadWeights(net().toBytes()), 'StateError', `loadWeights: ${words}`);
    assert.deepEqual(folder().all(), {});
    const other = net();
    const bad = 'pesos' as 'weights';
    const message = "toBytes: unknown content; expected one of 'model', 'weights', received 'pesos'.";
    assertUnchanged(other, () => other.toBytes(bad), 'ArgumentError', message);
  });

  it('do not take the place of the old one where the new one cannot be made', async () => {
    const path = folder().at('modelo');
    writeFileSync(path, 'lo de antes');
    const nameless = [(z: Tensor) => z][0];
    const model = Sequential([Input([4]), Dense(3, { activation: nameless })]);
    await assertRejects(
      () => model.save(path),
      'StateError',
      'toConfig: activation of dense is a function without a name. Give it one: const halved = (x) => …; and load the model with custom: { halved }.',
    );
    assert.equal(readFileSync(path, 'utf8'), 'lo de antes');
  });
});
