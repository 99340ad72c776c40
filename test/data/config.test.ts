/**
 * toConfig of every scaler and encoder, through JSON and back, and what transformerFromConfig refuses.
 */
import { assert } from 'chai';
import {
  LabelBinarizer,
  LabelEncoder,
  MinMaxScaler,
  OneHotEncoder,
  PolynomialFeatures,
  RobustScaler,
  StandardScaler,
  type TransformerConfig,
  transformerFromConfig,
  type Transformers,
} from '../../src/data/index.ts';
import { type Tensor, tensor } from '../../src/tensor/index.ts';
import { assertRefused, genericTensor } from '../shared/values.ts';

type Kind = keyof Transformers;

/** What all have in common, as far as this suite asks. */
interface Any {
  fit(data: unknown): Any;
  transform(data: unknown): Tensor | number[];
  inverseTransform?(data: unknown): unknown;
  toConfig(): TransformerConfig<Kind>;
}

const x = genericTensor([9, 3], { between: [-40, 7] });
const labels = ['oak', 'elm', 'ash', 'oak'];
const rows = [
  ['oak', 3, true],
  ['elm', 0.1, true],
  ['oak', -2, true],
];

/** Each with data, with the options that are not the defaults, and with the parts of what it learns. */
const all: Readonly<
  Record<Kind, { make: (options?: never) => unknown; options: object; data: unknown; parts: string[] }>
> = {
  StandardScaler: {
    make: StandardScaler,
    options: { withMean: false, withStd: false },
    data: x,
    parts: ['mean', 'variance', 'scale'],
  },
  MinMaxScaler: {
    make: MinMaxScaler,
    options: { featureRange: [-0.3, 2.7], clip: true },
    data: x,
    parts: ['dataMin', 'dataMax', 'scale', 'min'],
  },
  RobustScaler: {
    make: RobustScaler,
    options: { quantileRange: [7.5, 81.3], unitVariance: true },
    data: x,
    parts: ['center', 'scale'],
  },
  PolynomialFeatures: {
    make: PolynomialFeatures,
    options: { degree: [1, 3], includeBias: false },
    data: x,
    parts: ['columns'],
  },
  LabelBinarizer: {
    make: LabelBinarizer,
    options: { negLabel: -0.7, posLabel: 1.3 },
    data: labels,
    parts: ['classes'],
  },
  LabelEncoder: { make: LabelEncoder, options: {}, data: labels, parts: ['classes'] },
  OneHotEncoder: {
    make: OneHotEncoder,
    options: { drop: 'first', handleUnknown: 'ignore' },
    data: rows,
    parts: ['categories'],
  },
};
const kinds = Object.keys(all) as Kind[];
const maker = (kind: Kind) => all[kind].make as (options?: object, learned?: unknown) => Any;
const through = (config: unknown) => JSON.parse(JSON.stringify(config));
const again = (config: unknown) => transformerFromConfig(config as TransformerConfig<Kind>) as unknown as Any;
const numbers = (y: Tensor | number[]) => (Array.isArray(y) ? y : [...y.shape, ...y.data]);

describe('transformerFromConfig', () => {
  for (const kind of kinds) {
    const { options, data, parts } = all[kind];

    for (const given of [{}, options]) {
      it(`gives ${kind} ${JSON.stringify(given)} back, to the last bit`, () => {
        const first = maker(kind)(given).fit(data);
        const config = through(first.toConfig());
        assert.deepEqual(config, first.toConfig());
        assert.deepEqual([config.kind, Object.keys(config.learned)], [kind, parts]);
        const second = again(config);
        assert.deepEqual(second.toConfig(), config);
        const y = first.transform(data);
        assert.deepEqual(numbers(second.transform(data)), numbers(y));
        if (first.inverseTransform) {
          const values = (back: unknown) => (Array.isArray(back) ? back : [...(back as Tensor).data]);
          assert.deepEqual(values(second.inverseTransform!(y)), values(first.inverseTransform(y)));
        }
        assert.deepEqual(maker(kind)(config.options, config.learned).toConfig(), config);
        second.fit(data);
        assert.deepEqual(second.toConfig(), config);
      });
    }

    it(`${kind} has a config before fit, and one that shares nothing with it`, () => {
      const empty = maker(kind)(options);
      const config = through(empty.toConfig());
      assert.isNull(config.learned);
      assertRefused(() => again(config).transform(data), 'StateError', 'Call fit first.');
      assert.deepEqual(again(config).fit(data).toConfig(), empty.fit(data).toConfig());
      const taken = empty.toConfig() as unknown as { learned: Record<string, unknown> };
      taken.learned[parts[0]] = 'changed';
      assert.notEqual((empty.toConfig().learned as Record<string, unknown>)[parts[0]], 'changed');
    });

    it(`refuses a ${kind} that cannot have learned this`, () => {
      const config = through(maker(kind)(options).fit(data).toConfig());
      const refuse = (change: object, ...words: string[]) =>
        assertRefused(() => again({ ...config, ...change }), 'ArgumentError', ...words);
      refuse({ options: { ...config.options, speed: 3 } }, `${kind}: unknown option`);
      refuse({ options: null }, `${kind}: the options are not an object`);
      refuse(
        { learned: [] },
        `${kind}: learned is not usable; expected { ${parts.join(', ')} }, as toConfig() gives it, or null, received []`,
      );
      refuse({ learned: {} }, `${kind}: learned.${parts[0]} is missing.`);
      refuse({ learned: { ...config.learned, more: 3 } }, `${kind}: unknown part of learned`);
      for (const part of parts) {
        for (const wrong of [null, 'x', [], [null], {}]) {
          refuse(
            { learned: { ...config.learned, [part]: wrong } },
            `${kind}: learned.${part}`,
            'is not usable',
          );
        }
      }
    });
  }

  it('refuses lists of unequal length, and scales of 0', () => {
    const config = through(StandardScaler().fit(x).toConfig());
    const refuse = (learned: object, words: string) =>
      assertRefused(
        () => again({ ...config, learned: { ...config.learned, ...learned } }),
        'ArgumentError',
        words,
      );
    refuse(
      { variance: [1, 2] },
      'StandardScaler: learned.variance is not usable; expected a finite number for each column, received [1, 2].',
    );
    refuse(
      { scale: [1, 0, 2] },
      'learned.scale is not usable; expected a finite number other than 0 for each column, received [1, 0, 2].',
    );
    refuse(
      { mean: [1, '2', 3] },
      "learned.mean is not usable; expected a finite number for each column, received [1, '2', 3].",
    );
  });

  it('refuses classes that are not in order, not of one kind, or there twice', () => {
    for (const kind of ['LabelEncoder', 'LabelBinarizer'] as const) {
      for (const classes of [
        ['b', 'a'],
        ['a', 'a'],
        ['a', 1],
        [1, null],
      ]) {
        assertRefused(
          () => again({ kind, options: {}, learned: { classes } }),
          'ArgumentError',
          `${kind}: learned.classes is not usable; expected labels of one kind, each once, in order, received`,
        );
      }
    }
    assertRefused(
      () => again({ kind: 'OneHotEncoder', options: {}, learned: { categories: [['a'], [2, 1]] } }),
      'ArgumentError',
      'learned.categories[1] is not usable',
    );
  });

  it('refuses what is no config', () => {
    for (const value of [null, undefined, 3, 'StandardScaler', [], {}, { kind: 3 }]) {
      assertRefused(
        () => again(value),
        'ArgumentError',
        'transformerFromConfig: this is no config; expected what toConfig() of a scaler or encoder gave: { kind, options, learned }, received',
      );
    }
    assertRefused(
      () => again({ kind: 'StandardScaller', options: {}, learned: null }),
      'ArgumentError',
      "unknown kind; expected one of 'StandardScaler'",
      "Did you mean 'StandardScaler'?",
    );
    assertRefused(
      () => again({ kind: 'toString', options: {}, learned: null }),
      'ArgumentError',
      'unknown kind',
    );
    assertRefused(
      () => again({ kind: 'LabelEncoder' }),
      'ArgumentError',
      'transformerFromConfig: learned.options is missing',
    );
  });

  it('tells what to do with a text, and with a scaler', () => {
    const scaler = StandardScaler().fit(x);
    const parse = 'Is it the text of one? JSON.parse(text) reads it.';
    assertRefused(() => again(JSON.stringify(scaler.toConfig())), 'ArgumentError', parse);
    assertRefused(() => again(scaler), 'ArgumentError', 'Its toConfig() gives one.');
  });

  it('knows the type by the kind', () => {
    const scaler: StandardScaler = transformerFromConfig(StandardScaler().fit(x).toConfig());
    const encoder: LabelEncoder = transformerFromConfig<'LabelEncoder'>(
      through(LabelEncoder().fit(labels).toConfig()),
    );
    assert.deepEqual([scaler.mean.length, encoder.classes.length], [3, 3]);
    const binarizer = LabelBinarizer<string>(
      undefined,
      LabelBinarizer<string>().fit(labels).toConfig().learned,
    );
    const first: string = binarizer.inverseTransform([[0.1, 0.2, 0.9]])[0];
    assert.equal(first, 'oak');
    assert.deepEqual(tensor([1]).shape, [1]);
  });
});
