/**
 * Which rows `validationSplit` keeps for validation where it is an object, and what is said where a class is left out.
 */
import { assert } from 'chai';
import {
  type Callback,
  Dense,
  type FitOptions,
  Input,
  type Model,
  Sequential,
  type ValidationSplit,
} from '../../src/nn/index.ts';
import { printed } from './shared/printed.ts';
import { assertUnchanged } from './shared/refusal.ts';
import { recording, someRows } from './shared/training.ts';

const ROWS = 11;
const x = someRows(ROWS, 3, 4);
/** Numbers of the rows, so that it can be seen which of them are used. */
const numbers = Array.from({ length: ROWS }, (_, i) => i);

function net(options: Partial<Parameters<Model['compile']>[0]> = {}): Model {
  const model = Sequential([Input([3]), Dense(4, { activation: 'tanh' }), Dense(1)], { seed: 5 });
  model.compile({ optimizer: 'sgd', loss: 'mse', ...options });
  return model;
}

/** The targets that each epoch trains on, and those that it validates with. */
function seen(options: FitOptions): { training: number[]; validation: number[] }[] {
  const { metric, targets } = recording();
  const epochs: { training: number[]; validation: number[] }[] = [];
  const callback: Callback = {
    onTestBegin: () => void epochs.push({ training: targets.splice(0).flat(), validation: [] }),
    onEpochEnd: (epoch) => void epochs[epoch].validation.push(...targets.splice(0).flat()),
  };
  net({ metrics: [metric] }).fit(x, numbers, { batchSize: 4, epochs: 3, callbacks: [callback], ...options });
  return epochs;
}

const sorted = (rows: readonly number[]) => rows.toSorted((a, b) => a - b);

/** The class of each one-hot row of three. */
const labelsOf = (values: readonly number[]) =>
  Array.from({ length: values.length / 3 }, (_, row) => values.slice(3 * row, 3 * row + 3).indexOf(1));

describe('with validationSplit as an object', () => {
  /** The rows on both sides. */
  const sides = (validationSplit: ValidationSplit, options: FitOptions = {}) => {
    return seen({ validationSplit, shuffle: false, epochs: 1, ...options })[0];
  };

  it('takes the last rows, unless they are drawn', () => {
    const plain = sides({ fraction: 0.3 });
    assert.deepEqual(plain, { training: numbers.slice(0, 7), validation: numbers.slice(7) });
    const drawn = sides({ fraction: 0.3, shuffle: true });
    assert.sameMembers([...drawn.training, ...drawn.validation], numbers);
    assert.lengthOf(drawn.validation, 4);
    assert.notDeepEqual(sorted(drawn.validation), plain.validation);
    assert.deepEqual(sides({ fraction: 0.3, shuffle: true }), drawn, 'the same seed, the same rows');
    assert.deepEqual(seen({ validationSplit: 0.3 }), seen({ validationSplit: { fraction: 0.3 } }));
  });

  it('draws the same rows in each training of a model, and others under another seed', () => {
    const drawn = (seed: number) => {
      const { metric, targets } = recording();
      const model = Sequential([Input([3]), Dense(1)], { seed });
      model.compile({ loss: 'mse', metrics: [metric] });
      return [0, 1].map(() => {
        targets.length = 0;
        model.fit(x, numbers, { validationSplit: { fraction: 0.4, shuffle: true } });
        return String(sorted(targets.at(-1) as number[]));
      });
    };
    const [a, b] = [drawn(1), drawn(2)];
    assert.equal(a[0], a[1]);
    assert.notEqual(a[0], b[0]);
  });

  /** 9 rows of class 0, then 6 of 1, then 3 of 2. */
  const classes = [...new Array(9).fill(0), ...new Array(6).fill(1), ...new Array(3).fill(2)] as number[];
  const oneHot = classes.map((label) => [0, 1, 2].map((one) => Number(one === label)));
  const rows = someRows(18, 3, 6);

  /** How many rows of each class are on both sides; `lines` is what was said. */
  const shares = (split: ValidationSplit, t: number[] | number[][] = classes) => {
    const { metric, targets } = recording();
    const model = Sequential([Input([3]), Dense(3, { activation: 'softmax' })]);
    const loss = Array.isArray(t[0]) ? 'categorical_crossentropy' : 'sparse_categorical_crossentropy';
    model.compile({ loss, metrics: [metric] });
    const options = { validationSplit: split, shuffle: false, batchSize: 100 };
    const lines = printed(() => void model.fit(rows, t, options));
    const labels = targets.map((values) => (Array.isArray(t[0]) ? labelsOf(values) : values));
    const count = (side: readonly number[]) =>
      [0, 1, 2].map((label) => side.filter((other) => other === label).length);
    return { training: count(labels[0]), validation: count(labels[1]), order: labels, lines };
  };

  it('gives each class its share on both sides where it is stratified', () => {
    for (const t of [classes, oneHot]) {
      for (const shuffle of [false, true]) {
        const { lines, training, validation } = shares({ fraction: 1 / 3, stratify: true, shuffle }, t);
        assert.deepEqual(
          [training, validation],
          [
            [6, 4, 2],
            [3, 2, 1],
          ],
        );
        assert.deepEqual(lines, []);
      }
    }
  });

  it('keeps the order of the data where it is stratified', () => {
    const mixed = classes.map((_, row) => classes[(5 * row) % 18]);
    const { order } = shares({ fraction: 1 / 3, stratify: true }, mixed);
    const before = mixed.map((label, row) => mixed.slice(0, row).filter((other) => other === label).length);
    const first = mixed.map((label, row) => before[row] < [6, 4, 2][label]);
    assert.deepEqual(order, [mixed.filter((_, row) => first[row]), mixed.filter((_, row) => !first[row])]);
    const drawn = shares({ fraction: 1 / 3, stratify: true, shuffle: true }, mixed).order;
    assert.notDeepEqual(drawn[0], sorted(drawn[0]), 'not class by class');
  });

  it('leaves at least one row of each class for training where it is stratified', () => {
    const { training, lines } = shares({ fraction: 0.9, stratify: true });
    assert.deepEqual(training, [1, 1, 1]);
    assert.deepEqual(lines, []);
  });

  const help = 'Sorted data want validationSplit: { fraction, stratify: true }.';
  const missing = (which: string, side: string) =>
    `fit: ${which} missing from the ${side} rows that validationSplit leaves. `;

  it('warns where sorted data leave a class out', () => {
    const warnings: Record<string, [ValidationSplit, string[]]> = {
      'one of training, two of validation': [
        { fraction: 0.1 },
        [missing('classes 0, 1 are', 'validation') + help],
      ],
      both: [
        { fraction: 0.3 },
        [missing('class 2 is', 'training') + help, missing('class 0 is', 'validation') + help],
      ],
      'a class of two rows, stratified': [
        { fraction: 0.3, stratify: true },
        [
          `${missing('class 2 is', 'validation')}A class of few rows cannot be on both sides: give a larger fraction, or more rows.`,
        ],
      ],
    };
    for (const [what, [split, lines]] of Object.entries(warnings)) {
      const t = what.endsWith('stratified')
        ? classes.map((label, row) => (row < 17 ? Math.min(label, 1) : 2))
        : classes;
      assert.deepEqual(shares(split, t).lines, lines, what);
      if (!what.endsWith('stratified'))
        assert.deepEqual(shares(split, oneHot).lines, lines, `${what}, one-hot`);
    }
    const numbersOnly = printed(() => void net().fit(x, numbers, { validationSplit: 0.3 }));
    assert.deepEqual(numbersOnly, [], 'numbers are no classes');
  });

  // biome-ignore format: one case a line
  const bad: readonly (readonly [unknown, string])[] = [
    [{ fraction: 1 }, 'fit: validationSplit.fraction is not usable; expected a number >= 0 and < 1, received 1.'],
    [{ fraction: '0.2' }, "fit: validationSplit.fraction is not usable; expected a number >= 0 and < 1, received '0.2'."],
    [{ fracton: 0.2 }, "fit, validationSplit: unknown option; expected one of 'fraction', 'shuffle', 'stratify', received 'fracton'. Did you mean 'fraction'?"],
    [{ fraction: 0.2, shuffle: 'batch' }, "fit: validationSplit.shuffle is not usable; expected true or false, received 'batch'."],
    [{ fraction: 0.2, stratify: 1 }, 'fit: validationSplit.stratify is not usable; expected true or false, received 1.'],
    [[0.2], 'fit, validationSplit: the options are not an object; expected { option: value }, received [0.2].'],
    [null, 'fit: validationSplit is not usable; expected a number >= 0 and < 1, received null.'],
    [{ fraction: 0.99 }, 'fit: validationSplit leaves no rows for training; expected a share of the 11 rows that leaves some on both sides, received 0.99.'],
  ];
  for (const [validationSplit, message] of bad) {
    it(`refuses ${JSON.stringify(validationSplit)}`, () => {
      const options = { validationSplit } as FitOptions;
      const model = net();
      assertUnchanged(model, () => model.fit(x, numbers, options), 'ArgumentError', message);
    });
  }

  it('refuses to stratify numbers that are no classes', () => {
    const model = net();
    const refused = (shown: string) =>
      `fit: validationSplit.stratify wants classes as targets; expected whole numbers, or rows such as [0, 1, 0], received ${shown}. For other targets take { fraction, shuffle: true }.`;
    const t = numbers.with(4, 3.75);
    const options = { validationSplit: { fraction: 0.3, stratify: true } };
    assertUnchanged(model, () => model.fit(x, t, options), 'ArgumentError', refused('3.75'));

    const wide = Sequential([Input([1]), Dense(3)]);
    wide.compile({ loss: 'mse' });
    const rows = numbers.map((i) => [Number(i % 3 === 0), Number(i % 3 === 1), Number(i % 3 === 2)]);
    const bad: readonly (readonly [row: readonly number[], shown: string])[] = [
      [[0.31, -1.2, 0.7], '[0.31, -1.2, 0.7]'],
      [[0, 0, 0], '[0, 0, 0]'],
      [[1, 1, 0], '[1, 1, 0]'],
      [[0, 1, -1], '[0, 1, -1]'],
      [[0.05, 0.9, 0.05], '[0.05, 0.9, 0.05]'],
    ];
    const x1 = numbers.map((i) => [i / 7]);
    for (const [row, shown] of bad) {
      const work = () => wide.fit(x1, rows.with(5, row as number[]), options);
      assertUnchanged(wide, work, 'ArgumentError', refused(shown));
    }
    wide.fit(x1, rows, options);
    wide.fit(
      x1,
      rows.map((row) => row.map((value) => 2 * value - 1)),
      options,
    );
  });
});
