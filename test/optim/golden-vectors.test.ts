/**
 * Golden vectors: w₀ = 1 and g = ½ in every update, against all digits that Keras and the slides' formulas print.
 */
import { assert } from 'chai';
import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  Lion,
  Nadam,
  type Optimizer,
  RMSprop,
  SGD,
} from '../../src/optim/index.ts';
import { full, parameter } from '../../src/tensor/index.ts';
import { assertClose, generic } from '../shared/values.ts';

function walk(optimizer: Optimizer, updates: number, dtype: 'float32' | 'float64'): number[] {
  const w = parameter([1], { dtype });
  return Array.from({ length: updates }, () => {
    w.gradient = full([1], 0.5, { dtype });
    optimizer.apply([w]);
    return w.value.data[0];
  });
}

describe('golden vectors', () => {
  describe('of Keras, in Float32', () => {
    const cases: readonly (readonly [string, () => Optimizer, number[]])[] = [
      ['SGD', () => SGD(), [0.995, 0.99, 0.985]],
      ['RMSprop', () => RMSprop(), [0.996837735, 0.994543552, 0.992622614]],
      ['Adam', () => Adam(), [0.999000013, 0.998000026, 0.997000039]],
      ['AdamW', () => AdamW(), [0.998996019, 0.997992039, 0.996988058]],
      ['Adagrad', () => Adagrad(), [0.999154866, 0.998509347, 0.997967005]],
      ['Adadelta', () => Adadelta(), [0.999998569, 0.999997139, 0.999995708]],
      ['Adamax', () => Adamax(), [0.999000013, 0.998000026, 0.997000039]],
      ['Nadam', () => Nadam(), [0.99893719, 0.998163581, 0.997452259]],
      ['Lion', () => Lion(), [0.999000013, 0.998000026, 0.997000039]],
      [
        'SGD(0.1, 0.9)',
        () => SGD({ learningRate: 0.1, momentum: 0.9 }),
        [0.949999988, 0.855000019, 0.719500005, 0.547550023],
      ],
      [
        'SGD(0.1, 0.9), Nesterov',
        () => SGD({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
        [0.904999971, 0.769499958, 0.597549975, 0.392794967],
      ],
    ];
    for (const [name, make, golden] of cases) {
      it(name, () => assert.deepEqual(walk(make(), golden.length, 'float32'), golden.map(Math.fround)));
    }
  });

  describe('of the slides, in Float64', () => {
    const cases: readonly (readonly [string, () => Optimizer, number[]])[] = [
      [
        'EWA(0.1, 0.9), S52',
        () => SGD({ learningRate: 0.1, momentum: 0.9, convention: 'course' }),
        [0.995, 0.9855, 0.97195, 0.954755],
      ],
      ['RMSprop, S55', () => RMSprop(), [0.996837729, 0.994543574, 0.992622628]],
      ['Adam, S57', () => Adam({ convention: 'course' }), [0.996838355, 0.992589188, 0.987639283]],
    ];
    for (const [name, make, golden] of cases) {
      it(name, () => {
        const printed = walk(make(), golden.length, 'float64').map((value) => Number(value.toPrecision(9)));
        assert.deepEqual(printed, [...golden]);
      });
    }
  });

  it("the course's average of gradients is Keras's momentum with a learning rate of α (1 − β)", () => {
    const [alpha, beta] = [0.37, 0.83];
    const paths = [
      SGD({ learningRate: alpha, momentum: beta, convention: 'course' }),
      SGD({ learningRate: alpha * (1 - beta), momentum: beta }),
    ].map((sgd) => {
      const w = parameter(generic(4), { dtype: 'float64' });
      return Array.from({ length: 12 }, (_, step) => {
        w.gradient = parameter(generic(4, [-1, 2], { seed: step + 2 }), { dtype: 'float64' }).value;
        sgd.apply([w]);
        return Array.from(w.value.data);
      }).flat();
    });
    assertClose(paths[0], paths[1], 1e-14);
  });

  it("Adam's first step of a gradient near epsilon is Keras's: 0.76 of the learning rate for 1e-5", () => {
    const w = parameter([0], { dtype: 'float64' });
    w.gradient = full([1], 1e-5, { dtype: 'float64' });
    Adam({ learningRate: 0.01 }).apply([w]);
    assert.closeTo(w.value.data[0], -0.01 * 0.7597, 1e-6);
  });
});
