/**
 * The perceptrons in float32: on the compiled executor and on the plain loops, near scikit-learn's float64.
 */
import { assert } from 'chai';
import { MLPClassifier, type MLPRegressor } from '../../src/estimators/index.ts';
import { type Tensor, tensor } from '../../src/tensor/index.ts';
import { underEachExecutor } from '../nn/shared/each-executor.ts';
import { assertClose } from '../shared/values.ts';
import { dataOf, peer, rowsOf, trained } from './mlp-peer.ts';

/** The worst is 6e-7. */
const BOUND = 1e-5;

const cases = peer.cases.filter(({ data }) => !data.startsWith('digits'));

describe('the perceptrons in float32', () => {
  underEachExecutor(() => {
    for (const expected of cases) {
      it(expected.name, () => {
        const model = trained(expected, 'float32') as MLPClassifier | MLPRegressor;
        assert.equal(model.coefs[0].dtype, 'float32');
        assert.equal(model.nIter, expected.nIter);
        assertClose(model.lossCurve, expected.lossCurve, BOUND, 'lossCurve');
        const x = tensor(dataOf(expected.data).x, { dtype: 'float32' });
        expected.coefs.forEach(({ values }, i) => {
          assertClose(model.coefs[i].data, values as number[], BOUND, `coefs[${i}]`);
        });
        if (expected.probabilities === undefined) return;
        const { data } = (model as MLPClassifier).predictProba(rowsOf(x, 0, 20));
        assertClose(data, expected.probabilities, BOUND, 'probabilities');
      });
    }

    it('asking in between changes nothing', () => {
      const { x: wide, t } = dataOf('three');
      const x = tensor(wide, { dtype: 'float32' });
      const [quiet, asked] = [1, 2].map(() => MLPClassifier({ batchSize: 32, hiddenLayerSizes: [9] }));
      for (let round = 0; round < 4; round++) {
        for (const model of [quiet, asked]) {
          const [first, last] = [round * 10, round % 2 === 0 ? 60 + round * 10 : 90];
          model.partialFit(rowsOf(x, first, last), rowsOf(t as Tensor, first, last), { classes: [0, 1, 2] });
        }
        asked.score(x, t as Tensor);
        asked.predict(rowsOf(x, 0, round + 1));
      }
      assert.deepEqual(asked.coefs, quiet.coefs);
      assert.deepEqual(asked.predictProba(x), quiet.predictProba(x));
    });

    it('learns from parts of ever other sizes as float64 does', () => {
      const { x: wide, t } = dataOf('three');
      const narrow = tensor(wide, { dtype: 'float32' });
      const [a, b] = [wide, narrow].map((x) => {
        const model = MLPClassifier({ hiddenLayerSizes: [4] });
        for (let rows = 90; rows > 50; rows--)
          model.partialFit(rowsOf(x, 0, rows), rowsOf(t as Tensor, 0, rows), { classes: [0, 1, 2] });
        return model;
      });
      assertClose(b.lossCurve, a.lossCurve, BOUND, 'lossCurve');
    });

    it('predicts each row as it predicts all', () => {
      const { x: wide, t } = dataOf('digits test 700');
      const x = tensor(wide, { dtype: 'float32' });
      const model = MLPClassifier({ maxIter: 2, hiddenLayerSizes: [17] }).fit(x, t as Tensor);
      const all = model.predictProba(x);
      assert.deepEqual(all.shape, [700, 10]);
      for (const rows of [1, 2, 5, 255, 256, 257, 513]) {
        const some = model.predictProba(rowsOf(x, 700 - rows, 700));
        assert.deepEqual(some.shape, [rows, 10]);
        assertClose(some.data, all.data.slice((700 - rows) * 10), 1e-6, `${rows} rows`);
      }
    });
  });
});
