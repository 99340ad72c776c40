/**
 * The course, momentum, EWA, RMSprop and Adam (S51 to S57, D1 to D5, D30): the slides' formulas in plain numbers.
 */
import { assert } from 'chai';
import {
  Adam,
  type Optimizer,
  parameter,
  randomStream,
  RMSprop,
  Sequential,
  Dense,
  SGD,
  tensor,
} from '../../src/index.ts';
import { assertClose, generic } from '../shared/values.ts';
import { endings, type PlainUpdate, train } from './shared/plain-net.ts';
import { endingOf, flat, net423, numbersOf, plainWeights, someIris } from './shared/programs.ts';

const [α, β] = [0.1, 0.9];

/** Weights after each update with these gradients, and what the optimizer remembers of them, from w = 1. */
function walk(optimizer: Optimizer, gradients: readonly number[], slot = 0) {
  const w = parameter([1], { dtype: 'float64' });
  const path: number[] = [];
  const remembered: number[] = [];
  for (const g of gradients) {
    w.gradient = tensor([g], { dtype: 'float64' });
    optimizer.apply([w]);
    path.push(w.value.data[0]);
    remembered.push(optimizer.slots(w)[slot]?.data[0] ?? 0);
  }
  return { path, remembered };
}

/** The weights of an update rule, from w = 1. */
function pathOf(gradients: readonly number[], update: (w: number, g: number, t: number) => number): number[] {
  let w = 1;
  return gradients.map((g, i) => {
    w = update(w, g, i + 1);
    return w;
  });
}

const course = (learningRate = α, momentum = β) => SGD({ learningRate, momentum, convention: 'course' });
const nine = (values: readonly number[]) => values.map((value) => Number(value.toPrecision(9)));

describe('the course: momentum, EWA, RMSprop, Adam', () => {
  const g = generic(10, [-1, 2], { seed: 3 });

  describe('S51 to S53, momentum', () => {
    it('S52: v_t = βv_{t−1} + (1−β)∇C_t, w_t = w_{t−1} − αv_t', () => {
      let v = 0;
      const averages: number[] = [];
      const path = pathOf(g, (w, gradient) => {
        v = β * v + (1 - β) * gradient;
        averages.push(v);
        return w - α * v;
      });
      const found = walk(course(), g);
      assertClose(found.path, path, 1e-15);
      assertClose(found.remembered, averages, 1e-15);
    });

    it('S52: the expansion of v_10, line by line, to 0.1∇C_10 + 0.1·0.9∇C_9 + 0.1·0.9²∇C_8 + 0.9³v_7', () => {
      const { remembered: v } = walk(course(), g);
      const [v10, v9, v8, v7] = [v[9], v[8], v[7], v[6]];
      const [g10, g9, g8] = [g[9], g[8], g[7]];
      for (const line of [
        0.9 * v9 + 0.1 * g10,
        0.9 * (0.9 * v8 + 0.1 * g9) + 0.1 * g10,
        0.1 * g10 + 0.1 * 0.9 * g9 + 0.9 ** 2 * v8,
        0.1 * g10 + 0.1 * 0.9 * g9 + 0.9 ** 2 * (0.9 * v7 + 0.1 * g8),
        0.1 * g10 + 0.1 * 0.9 * g9 + 0.1 * 0.9 ** 2 * g8 + 0.9 ** 3 * v7,
        g.reduce((sum, gradient, i) => sum + 0.1 * 0.9 ** (9 - i) * gradient, 0),
      ])
        assert.closeTo(v10, line, 1e-15);
    });

    it('S52: about 1 / (1 − β) gradients count: they have 65 % of the weight, the others less than 1/e', () => {
      const impulse = Array.from({ length: 200 }, (_, i) => (i === 0 ? 1 : 0));
      const { remembered } = walk(course(), impulse); // the weight of a gradient, 0, 1, 2, … updates later
      assertClose(
        remembered,
        impulse.map((_, i) => 0.1 * 0.9 ** i),
        1e-15,
      );
      const lately = remembered.slice(0, 10).reduce((a, b) => a + b);
      assert.closeTo(lately, 1 - 0.9 ** 10, 1e-14);
      assert.isBelow(1 - lately, Math.exp(-1));
    });

    it('S51: where gradients swing to and fro, their average cancels out and what they agree on stays', () => {
      const swinging = Array.from({ length: 60 }, (_, i) => 0.2 + (i % 2 === 0 ? 3 : -3));
      const { path } = walk(course(), swinging);
      const plain = walk(SGD({ learningRate: α }), swinging).path;
      const steps = (values: readonly number[]) =>
        values.slice(1).map((value, i) => Math.abs(value - values[i]));
      const tail = (values: readonly number[]) => Math.max(...values.slice(-20));
      assert.isBelow(tail(steps(path)), tail(steps(plain)) / 8);
      assert.closeTo((path[59] - path[39]) / 20, -α * 0.2, α * 0.02);
    });

    it('D1: Keras has no (1 − β), so that v is longer; the paths agree if α(course) · (1 − β) = α(Keras)', () => {
      let v = 0;
      const keras = pathOf(g, (w, gradient) => {
        v = β * v - α * gradient;
        return w + v;
      });
      assertClose(walk(SGD({ learningRate: α, momentum: β }), g).path, keras, 1e-15);
      assertClose(walk(course(α / (1 - β)), g).path, keras, 1e-14);
      assert.isAbove(Math.abs(walk(course(), g).path[9] - keras[9]), 0.1);
    });

    it('D1: Keras folds α into v, the slide multiplies it outside: they part when α changes', () => {
      const change = (optimizer: Optimizer, factor: number) => {
        const w = parameter([1], { dtype: 'float64' });
        return g.map((gradient, i) => {
          if (i === 5) optimizer.learningRate *= factor;
          w.gradient = tensor([gradient], { dtype: 'float64' });
          optimizer.apply([w]);
          return w.value.data[0];
        });
      };
      const pair = () => [SGD({ learningRate: α, momentum: β }), course(α / (1 - β))] as const;
      for (const factor of [1, 0.1]) {
        const [keras, slide] = pair().map((optimizer) => change(optimizer, factor));
        assertClose(keras.slice(0, 5), slide.slice(0, 5), 1e-14);
        const apart = Math.abs(keras[9] - slide[9]);
        if (factor === 1) assert.isBelow(apart, 1e-14);
        else assert.isAbove(apart, 0.01);
      }
    });

    it('D2: w_t = w_t − αv_t is a slip of the pen: the step is from w_{t−1}, by αv_t', () => {
      const { path, remembered } = walk(course(), g);
      for (let t = 1; t < 10; t++) assert.closeTo(path[t] - path[t - 1], -α * remembered[t], 1e-15);
    });

    it('S53: the pseudo-code with V_w, V_b, beta and alfa trains as SGD of the course does', () => {
      const { x, t } = someIris();
      for (const name of ['sigmoid, mse', 'softmax, categorical_crossentropy'] as const) {
        const { activation, loss, ending } = endingOf(name);
        const [alfa, beta] = [0.2, 0.85];
        const model = net423(activation, { optimizer: course(alfa, beta), loss });
        const weights = plainWeights(model);
        const V = new Map<string, number[]>(); // V_w and V_b, 0 at first
        const pseudoCode: PlainUpdate = (w, dw, list) => {
          const v = V.get(list) ?? w.map(() => 0);
          V.set(list, v);
          for (let i = 0; i < w.length; i++) {
            v[i] = beta * v[i] + (1 - beta) * dw[i];
            w[i] = w[i] - alfa * v[i];
          }
        };
        const plan = { epochs: 3, batchSize: 20 };
        const costs = train(weights, ending, x, t, plan, pseudoCode);
        assertClose(model.fit(x, t, { ...plan, shuffle: false, verbose: 0 }).history.loss, costs, 1e-11);
        assertClose(numbersOf(model), flat(weights), 1e-11);
      }
    });

    it('S53: keras.optimizers.SGD(learning_rate=0.01, momentum=0.9) is the default form', () => {
      const { options } = SGD({ learningRate: 0.01, momentum: 0.9 });
      assert.include(options, { learningRate: 0.01, momentum: 0.9, nesterov: false, convention: 'keras' });
    });

    it('EWA(0.1, 0.9) from w = 1 with ∇C = 0.5: 0.995, 0.9855, 0.97195, 0.954755', () =>
      assert.deepEqual(nine(walk(course(), [0.5, 0.5, 0.5, 0.5]).path), [0.995, 0.9855, 0.97195, 0.954755]));
  });

  describe('S54, the exponentially weighted average of a noisy sine', () => {
    // x = np.linspace(0.0, 1.0, num=1000) * 10; noise = np.random.normal(scale=0.3, size=len(x)); y = sin(x) + noise
    const random = randomStream(54, 'init');
    const x = Array.from({ length: 1000 }, (_, i) => (i / 999) * 10);
    const noise = x.map(() => 0.3 * random.normal());
    const y = x.map((value, i) => Math.sin(value) + noise[i]);

    /** The loop of the slide, v = 0.0 at its start. */
    function average(values: readonly number[], beta: number): number[] {
      let v = 0.0;
      return values.map((value) => {
        v = beta * v + (1 - beta) * value;
        return v;
      });
    }
    const deviation = (values: readonly number[]) =>
      Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

    it('is drawn with a seed, so that it is the same in every run: mean 0, deviation 0.3', () => {
      const again = randomStream(54, 'init');
      assert.deepEqual(
        x.map(() => 0.3 * again.normal()),
        noise,
      );
      assert.closeTo(noise.reduce((a, b) => a + b) / 1000, 0, (4 * 0.3) / Math.sqrt(1000));
      assert.closeTo(deviation(noise), 0.3, (4 * 0.3) / Math.sqrt(2000));
    });

    for (const beta of [0.9, 0.98]) {
      it(`β = ${beta}: what SGD remembers of gradients is this average`, () => {
        const { remembered } = walk(course(0, beta), y);
        assertClose(remembered, average(y, beta), 1e-14);
      });

      it(`β = ${beta}: takes ${beta === 0.9 ? 77 : 90} % of the noise away, and comes ${beta === 0.9 ? 9 : 49} values late`, () => {
        const settled = 300; // where the start is forgotten
        const v = average(y, beta);
        const left = average(noise, beta).slice(settled);
        const expected = 0.3 * Math.sqrt((1 - beta) / (1 + beta)); // Σ ((1 − β) β^k)² = (1 − β) / (1 + β)
        assert.closeTo(deviation(left), expected, expected * (beta === 0.9 ? 0.2 : 0.4));
        // of sin(ωi) it makes the sine of amplitude and delay of (1 − β) / (1 − β e^(−jω))
        const ω = 10 / 999;
        const [re, im] = [1 - beta * Math.cos(ω), beta * Math.sin(ω)];
        const [amplitude, delay] = [(1 - beta) / Math.hypot(re, im), Math.atan2(im, re) / ω];
        assert.closeTo(delay, beta / (1 - beta), beta / (1 - beta) / 10);
        for (let i = settled; i < 1000; i++)
          assert.closeTo(v[i] - left[i - settled], amplitude * Math.sin(ω * (i - delay)), 0.01);
      });
    }

    it('the larger β gives the smoother curve, and the later one', () => {
      const roughness = (beta: number) => {
        const v = average(y, beta);
        return deviation(v.slice(1).map((value, i) => value - v[i]));
      };
      assert.isBelow(roughness(0.98), roughness(0.9) / 3);
      assert.isBelow(roughness(0.9), roughness(0) / 3);
      const highest = (values: readonly number[]) => values.indexOf(Math.max(...values.slice(0, 320)));
      const [slow, fast] = [
        average(
          y.map((_, i) => Math.sin(x[i])),
          0.98,
        ),
        average(x.map(Math.sin), 0.9),
      ];
      assert.isAbove(highest(slow), highest(fast) + 20);
    });

    it("D30: from v = 0 the first averages are too small by 1 − β^t, which is what Adam's correction divides by", () => {
      const constant = Array.from({ length: 60 }, () => 0.7);
      for (const beta of [0.9, 0.98]) {
        const v = average(constant, beta);
        v.forEach((value, i) => {
          assert.closeTo(value, 0.7 * (1 - beta ** (i + 1)), 1e-14);
          assert.closeTo(value / (1 - beta ** (i + 1)), 0.7, 1e-13);
        });
        assert.closeTo(v[0], 0.7 * (1 - beta), 1e-15);
      }
      const { path } = walk(Adam({ learningRate: 0.01, beta1: 0.9, beta2: 0.98, epsilon: 1e-12 }), constant);
      path.forEach((w, i) => {
        assert.closeTo(w, 1 - 0.01 * (i + 1), 1e-9); // each step is α: both corrections work
      });
    });
  });

  describe('S55, S56, RMSprop', () => {
    const rms = (gradients: readonly number[], rate: number, rho: number, ε: number) => {
      let s = 0;
      return pathOf(gradients, (w, gradient) => {
        s = rho * s + (1 - rho) * gradient ** 2;
        return w - (rate * gradient) / Math.sqrt(s + ε);
      });
    };

    it('S55: s = βs + (1−β)(∇C)², w = w − α∇C/√(s+ε)', () => {
      const options = { learningRate: 0.02, rho: 0.8, epsilon: 1e-3 };
      assertClose(walk(RMSprop(options), g).path, rms(g, 0.02, 0.8, 1e-3), 1e-15);
      assertClose(walk(RMSprop(), g).path, rms(g, 0.001, 0.9, 1e-7), 1e-15);
    });

    it('D3: ε is under the root, as on the slide and in Keras; PyTorch has it outside', () => {
      const one = [0.003];
      const s = 0.1 * 0.003 ** 2;
      const rate = 0.01;
      const options = { learningRate: rate, epsilon: 1e-3 };
      const step = (optimizer: Optimizer) => 1 - walk(optimizer, one).path[0];
      assert.closeTo(step(RMSprop(options)), (rate * 0.003) / Math.sqrt(s + 1e-3), 1e-15);
      assert.closeTo(
        step(RMSprop({ ...options, convention: 'pytorch' })),
        (rate * 0.003) / (Math.sqrt(s) + 1e-3),
        1e-15,
      );
    });

    it('D4: s averages the squares of the gradients, and not the gradients: signs do not cancel in it', () => {
      const alternating = Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? 0.6 : -0.6));
      const { remembered } = walk(RMSprop(), alternating);
      assert.closeTo(remembered[79], 0.36, 0.36 * 0.9 ** 80 + 1e-12);
      assert.isBelow(Math.abs(walk(course(), alternating).remembered[79]), 0.04);
    });

    it('S55: large changes are divided by larger coefficients: steps do not hang on the size of the gradients', () => {
      const tail = (gradient: number) => {
        const { path } = walk(
          RMSprop({ learningRate: 0.01 }),
          Array.from({ length: 200 }, () => gradient),
        );
        return path[198] - path[199];
      };
      for (const gradient of [0.03, 0.7, 40]) assert.closeTo(tail(gradient), 0.01, 1e-6);
    });

    it('from w = 1 with ∇C = 0.5: 0.996837729, 0.994543574, 0.992622628', () =>
      assert.deepEqual(nine(walk(RMSprop(), [0.5, 0.5, 0.5]).path), [0.996837729, 0.994543574, 0.992622628]));

    it("S56: RMSprop(0.001), loss='categorical_crossentropy', metrics=['accuracy'], fit(epochs=10, batch_size=32)", () => {
      const { x, t } = someIris();
      const { activation, loss, ending } = endingOf('softmax, categorical_crossentropy');
      const model = net423(activation, {
        optimizer: RMSprop({ learningRate: 0.001 }),
        loss,
        metrics: ['accuracy'],
      });
      const weights = plainWeights(model);
      const memory = new Map<string, number[]>();
      const costs = train(weights, ending, x, t, { epochs: 10, batchSize: 32 }, (w, dw, list) => {
        const s = memory.get(list) ?? w.map(() => 0);
        memory.set(list, s);
        for (let i = 0; i < w.length; i++) {
          s[i] = 0.9 * s[i] + 0.1 * dw[i] ** 2;
          w[i] -= (0.001 * dw[i]) / Math.sqrt(s[i] + 1e-7);
        }
      });
      const { history, params } = model.fit(x, t, { epochs: 10, batchSize: 32, shuffle: false, verbose: 0 });
      assert.deepEqual([params.epochs, params.steps], [10, 5]);
      assertClose(history.loss, costs, 1e-10);
      assertClose(numbersOf(model), flat(weights), 1e-10);
      assert.lengthOf(history.accuracy, 10);
    });
  });

  describe('S57, Adam', () => {
    const adam = (
      gradients: readonly number[],
      step: (v: number, s: number, t: number) => number,
      [b1, b2] = [0.9, 0.999],
    ) => {
      let [v, s] = [0, 0];
      return pathOf(gradients, (w, gradient, t) => {
        v = b1 * v + (1 - b1) * gradient;
        s = b2 * s + (1 - b2) * gradient ** 2;
        return w - step(v, s, t);
      });
    };
    const rate = 0.001;

    it("S57: the slide's form, v = β1v+(1−β1)∇C, s = β2s+(1−β2)(∇C)², w = w − αv/√(s+ε)", () => {
      const slide = adam(g, (v, s) => (rate * v) / Math.sqrt(s + 1e-7));
      assertClose(walk(Adam({ convention: 'course' }), g).path, slide, 1e-15);
      const other = adam(g, (v, s) => (0.01 * v) / Math.sqrt(s + 1e-3), [0.7, 0.8]);
      const options = { learningRate: 0.01, beta1: 0.7, beta2: 0.8, epsilon: 1e-3 };
      assertClose(walk(Adam({ ...options, convention: 'course' }), g).path, other, 1e-15);
    });

    it('S57: the recommended β1 = 0.9 and β2 = 0.999 are the defaults', () =>
      assert.include(Adam().options, { learningRate: 0.001, beta1: 0.9, beta2: 0.999, convention: 'keras' }));

    it('D5: Keras corrects the bias of the start, and has ε outside the root', () => {
      const keras = adam(
        g,
        (v, s, t) => (rate * Math.sqrt(1 - 0.999 ** t) * v) / ((1 - 0.9 ** t) * (Math.sqrt(s) + 1e-7)),
      );
      assertClose(walk(Adam(), g).path, keras, 1e-13);
    });

    it('D5: the first step for ∇C = 0.5 and α = 0.001 is −0.001 in Keras, −0.00316 on the slide', () => {
      const first = (optimizer: Optimizer) => Number((walk(optimizer, [0.5]).path[0] - 1).toPrecision(3));
      assert.equal(first(Adam()), -0.001);
      assert.equal(first(Adam({ convention: 'course' })), -0.00316);
    });

    it('S32: it combines momentum and RMSprop: without β2 the one, without β1 the other', () => {
      const momentum = Adam({ learningRate: 0.2, beta2: 0, epsilon: 1e6, convention: 'course' });
      assertClose(walk(momentum, g).path, walk(course(0.2 / 1000), g).path, 1e-9); // √(s + 10⁶) is 1000
      const rmsprop = Adam({ learningRate: 0.02, beta1: 0, beta2: 0.9, convention: 'course' });
      assertClose(walk(rmsprop, g).path, walk(RMSprop({ learningRate: 0.02 }), g).path, 1e-14);
    });

    it('from w = 1 with ∇C = 0.5, on the slide: 0.996838355, 0.992589188, 0.987639283', () =>
      assert.deepEqual(
        nine(walk(Adam({ convention: 'course' }), [0.5, 0.5, 0.5]).path),
        [0.996838355, 0.992589188, 0.987639283],
      ));

    it("S57: compile(optimizer='adam', loss='mse') trains by the formulas", () => {
      const { x, t } = someIris();
      const model = net423('sigmoid', { optimizer: 'adam', loss: 'mse' });
      const weights = plainWeights(model);
      const memory = new Map<string, { v: number[]; s: number[]; t: number }>();
      const costs = train(
        weights,
        endings['sigmoid, mse'],
        x,
        t,
        { epochs: 5, batchSize: 32 },
        (w, dw, list) => {
          const state = memory.get(list) ?? { v: w.map(() => 0), s: w.map(() => 0), t: 0 };
          memory.set(list, state);
          const { v, s } = state;
          state.t++;
          const step = (0.001 * Math.sqrt(1 - 0.999 ** state.t)) / (1 - 0.9 ** state.t);
          for (let i = 0; i < w.length; i++) {
            v[i] = 0.9 * v[i] + 0.1 * dw[i];
            s[i] = 0.999 * s[i] + 0.001 * dw[i] ** 2;
            w[i] -= (step * v[i]) / (Math.sqrt(s[i]) + 1e-7);
          }
        },
      );
      const { history } = model.fit(x, t, { epochs: 5, shuffle: false, verbose: 0 });
      assertClose(history.loss, costs, 1e-10);
      assertClose(numbersOf(model), flat(weights), 1e-10);
    });
  });

  it('S51: on a valley that is steep one way and flat the other, the average comes further than plain descent', () => {
    // C = (400 w₁² + w₂²) / 2, which one neuron has on these rows
    const rows = [
      [Math.sqrt(400), 0],
      [0, 1],
    ];
    const lefts = [SGD({ learningRate: 0.0045 }), course(0.04)].map((optimizer) => {
      const model = Sequential([Dense(1, { inputShape: [2], useBias: false })], { dtype: 'float64' });
      model.setWeights([[[1], [1]]]);
      model.compile({ optimizer, loss: 'mse' });
      model.fit(rows, [0, 0], { epochs: 120, batchSize: 2, verbose: 0 });
      return model.evaluate(rows, [0, 0])[0];
    });
    assert.isBelow(lefts[1], lefts[0] / 10);
  });
});
