/**
 * The text of a summary, letter by letter: against Keras 3 and Keras 2, and where this library departs from them.
 */
import { assert } from 'chai';
import {
  type SummaryContent,
  type SummaryOptions,
  type SummaryRow,
  type SummaryStyle,
  summaryText,
} from '../../src/nn/summary.ts';
import { assertRefused, peer } from '../shared/values.ts';

interface PeerLayer {
  readonly type: string;
  readonly name?: string;
  readonly shape?: readonly number[];
  readonly units?: number;
  readonly useBias?: boolean;
  readonly trainable?: boolean;
}

interface PeerModel {
  readonly kind: 'sequential' | 'functional';
  readonly name: string | null;
  readonly layers: readonly PeerLayer[];
  readonly fitted?: 'sgd' | 'adam';
}

interface PeerCase {
  readonly style: SummaryStyle;
  readonly lineLength: number;
  readonly model: PeerModel;
  readonly text: string;
}

/** What each style calls a functional model and its input if nobody names them. */
const automatic = {
  keras3: { functional: 'functional', sequential: 'sequential', input: 'input_layer' },
  keras2: { functional: 'model', sequential: 'sequential', input: 'input_1' },
};

/** Numbers in an optimizer's slots, for each number that it trains. */
const slots = { sgd: 0, adam: 2 };

/** The content of a summary, from a peer's description of the model. */
function contentOf(model: PeerModel, style: SummaryStyle): SummaryContent {
  const names = automatic[style];
  const seen = new Map<string, number>();
  const rows: SummaryRow[] = [];
  let shape: readonly number[] = [];
  let trainable = 0;
  let nonTrainable = 0;
  for (const layer of model.layers) {
    const isInput = layer.type === 'Input';
    let name = layer.name ?? names.input;
    if (layer.name === undefined && !isInput) {
      const kind = layer.type.toLowerCase();
      const before = seen.get(kind) ?? 0;
      seen.set(kind, before + 1);
      name = before === 0 ? kind : `${kind}_${before}`;
    }
    let parameters = 0;
    if (isInput) shape = layer.shape!;
    if (layer.type === 'Dense') {
      parameters = (shape.at(-1)! + (layer.useBias === false ? 0 : 1)) * layer.units!;
      shape = [...shape.slice(0, -1), layer.units!];
    }
    if (layer.trainable === false) nonTrainable += parameters;
    else trainable += parameters;
    if (!isInput || model.kind === 'functional') {
      rows.push({ name, type: isInput ? 'InputLayer' : layer.type, shape, parameters });
    }
  }
  const optimizer = model.fitted === undefined ? null : slots[model.fitted] * trainable;
  return {
    name: model.name ?? names[model.kind],
    rows,
    trainable,
    nonTrainable,
    bytesPerNumber: 4,
    optimizer,
  };
}

/** The content of a small model, with changes. */
function content(changes: Partial<SummaryContent> = {}): SummaryContent {
  return {
    name: 'red',
    rows: [
      { name: 'Entrada', type: 'InputLayer', shape: [4], parameters: 0 },
      { name: 'salida', type: 'Dense', shape: [3], parameters: 15 },
    ],
    trainable: 15,
    nonTrainable: 0,
    bytesPerNumber: 4,
    optimizer: null,
    ...changes,
  };
}

/** The lines that begin with one of these words, blanks apart. */
function linesOf(text: string, ...beginnings: string[]): string[] {
  return text.split('\n').filter((line) => beginnings.some((word) => line.trimStart().startsWith(word)));
}

/** The line that gives the bytes of so many numbers, in words. */
function bytesOf(numbers: number, options: SummaryOptions = {}): string {
  const [line] = linesOf(summaryText(content({ nonTrainable: numbers }), options), 'Non-trainable');
  return line.slice(line.indexOf('(') + 1, -1);
}

describe('the summary of a model', () => {
  describe('equals the text of Keras', () => {
    const { cases } = peer<{ cases: readonly PeerCase[] }>('summaries.json');

    for (const [i, { style, lineLength, model, text }] of cases.entries()) {
      const what = `${style}, ${lineLength} wide, case ${i}`;
      // Keras 3 adds the optimizer's numbers to the total: those lines are compared apart
      const counted = style === 'keras3' && model.fitted !== undefined ? ['Total', 'Optimizer'] : [];

      it(what, () => {
        const made = `${summaryText(contentOf(model, style), { style, lineLength })}\n`;
        const alike = (whole: string) => {
          const apart = linesOf(whole, ...counted);
          return whole
            .split('\n')
            .filter((line) => !apart.includes(line))
            .join('\n');
        };
        assert.equal(alike(made), alike(text));
        assert.lengthOf(linesOf(made, ...counted), counted.length);
      });

      if (counted.length === 0) continue;
      it(`${what}: optimizer`, () => {
        const made = linesOf(summaryText(contentOf(model, style), { style, lineLength }), 'Opt', 'Total');
        const [trainable] = linesOf(text, 'Trainable');
        const [theirs] = linesOf(text, 'Optimizer');
        const [, numbers, bytes] = /params: (\d+) \((\d+)\.00 B\)/.exec(theirs)!.map(Number);
        // Keras counts the step number, eight bytes, and the learning rate, four
        assert.deepEqual(made, [
          trainable.replace('Trainable', 'Total'),
          ` Optimizer params: ${numbers - 2} (${bytes - 12}.00 B)`,
        ]);
      });
    }

    it('in both styles, at several widths', () => {
      const widths = new Set(cases.map(({ style, lineLength }) => `${style} ${lineLength}`));
      assert.sameMembers([...widths], ['keras3 60', 'keras3 76', 'keras3 88', 'keras2 65', 'keras2 80']);
    });

    // made by Keras 3.15.1 and tf_keras 2.21.0 for the same rows
    it('in columns narrower than their heads', () => {
      const rows = [
        { name: 'Entrada', type: 'InputLayer', shape: [1200], parameters: 0 },
        { name: 'salida', type: 'Dense', shape: [12345], parameters: 14_826_345 },
      ];
      const narrow = content({ rows, trainable: 14_826_345 });
      assert.deepEqual(summaryText(narrow, { lineLength: 34 }).split('\n').slice(0, 12), [
        'Model: "red"',
        '┏━━━━━━━━━━━━━━┳━━━━━━━━━━┳━━━━━━┓',
        '┃              ┃ Output   ┃ Par… ┃',
        '┃ Layer (type) ┃ Shape    ┃    # ┃',
        '┡━━━━━━━━━━━━━━╇━━━━━━━━━━╇━━━━━━┩',
        '│ Entrada      │ (None,   │    0 │',
        '│ (InputLayer) │ 1200)    │      │',
        '├──────────────┼──────────┼──────┤',
        '│ salida       │ (None,   │ 14,… │',
        '│ (Dense)      │ 12345)   │      │',
        '└──────────────┴──────────┴──────┘',
        ' Total params: 14,826,345 (56.56 MB)',
      ]);
      assert.deepEqual(summaryText(narrow, { style: 'keras2', lineLength: 34 }).split('\n').slice(0, 12), [
        'Model: "red"',
        '__________________________________',
        ' Layer (type)  Output Sha   Param ',
        '               pe           #     ',
        '==================================',
        ' Entrada (Inp  [(None, 12   0     ',
        ' utLayer)      00)]               ',
        '                                  ',
        ' salida (Dens  (None, 123   148263',
        ' e)            45)          45    ',
        '                                  ',
        '==================================',
      ]);
    });
  });

  it('has lines of 88 letters, or 65 in the style of Keras 2, unless told', () => {
    const contents = content();
    assert.equal(summaryText(contents), summaryText(contents, { style: 'keras3', lineLength: 88 }));
    const plain = summaryText(contents, { style: 'keras2' });
    assert.equal(plain, summaryText(contents, { style: 'keras2', lineLength: 65 }));
    assert.notEqual(plain, summaryText(contents, { style: 'keras2', lineLength: 66 }));
  });

  it('does not end in a line break', () => {
    assert.isTrue(summaryText(content()).endsWith('\n Non-trainable params: 0 (0.00 B)'));
    assert.isTrue(summaryText(content(), { style: 'keras2' }).endsWith(`\n${'_'.repeat(65)}`));
  });

  it('tells the numbers of the optimizer apart from the total, in the style of Keras 3', () => {
    const trained = content({ trainable: 1234, nonTrainable: 5, optimizer: 2468 });
    assert.deepEqual(summaryText(trained).split('\n').slice(-4), [
      ' Total params: 1,239 (4.84 KB)',
      ' Trainable params: 1,234 (4.82 KB)',
      ' Non-trainable params: 5 (20.00 B)',
      ' Optimizer params: 2,468 (9.64 KB)',
    ]);
    assert.include(summaryText(content({ optimizer: 0 })), '\n Optimizer params: 0 (0.00 B)');
    assert.notInclude(summaryText(content({ optimizer: null })), 'Optimizer');
    assert.notInclude(summaryText(trained, { style: 'keras2' }), 'Optimizer');
  });

  it('counts eight bytes for each number in double precision', () => {
    const double = summaryText(content({ bytesPerNumber: 8, nonTrainable: 2, optimizer: 30 }));
    assert.deepEqual(double.split('\n').slice(-4), [
      ' Total params: 17 (136.00 B)',
      ' Trainable params: 15 (120.00 B)',
      ' Non-trainable params: 2 (16.00 B)',
      ' Optimizer params: 30 (240.00 B)',
    ]);
  });

  it('gives bytes in the largest unit of which there is one', () => {
    assert.equal(bytesOf(255), '1020.00 B');
    assert.equal(bytesOf(255, { style: 'keras2' }), '1020.00 Byte');
    assert.equal(bytesOf(256), '1.00 KB');
    assert.equal(bytesOf(256, { style: 'keras2' }), '1.00 KB');
    assert.equal(bytesOf(256 * 1024 - 1), '1024.00 KB');
    assert.equal(bytesOf(256 * 1024), '1.00 MB');
    assert.equal(bytesOf(300 * 1024 ** 2), '1.17 GB');
    assert.equal(bytesOf(300 * 1024 ** 3), '1.17 TB');
  });

  it('rounds half a hundredth to the even one, as Python does', () => {
    assert.equal(bytesOf(1312), '5.12 KB'); // 5.125
    assert.equal(bytesOf(1376), '5.38 KB'); // 5.375
    assert.equal(bytesOf(1440), '5.62 KB'); // 5.625
    assert.equal(bytesOf(1504), '5.88 KB'); // 5.875
    assert.equal(bytesOf(1313), '5.13 KB');
  });

  it('refuses options that it cannot use', () => {
    const refused = (options: object, ...words: string[]) =>
      assertRefused(() => summaryText(content(), options), 'ArgumentError', 'summary: ', ...words);
    refused({ style: 'keras1' }, 'unknown style', "'keras3', 'keras2'", "received 'keras1'");
    refused({ lineLength: 29 }, 'lineLength', 'a whole number >= 30', 'received 29');
    refused({ lineLength: 65.5 }, 'lineLength', 'a whole number >= 30', 'received 65.5');
    refused({ lineLength: '65' }, 'lineLength', "received '65'");
    refused({ lineLenght: 65 }, 'unknown option', "Did you mean 'lineLength'?");
    assert.doesNotThrow(() => summaryText(content(), { lineLength: 30 }));
    assert.doesNotThrow(() => summaryText(content(), { style: 'keras2', lineLength: 30 }));
  });
});
