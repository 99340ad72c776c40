/**
 * Every op through every check, and every check against a fault planted for it.
 */
import { assert } from 'chai';
import { type AnyOpDefinition, backward, defineOp } from '../../src/autograd/index.ts';
import * as ops from '../../src/autograd/ops/index.ts';
import { multiply } from '../../src/autograd/ops/multiply.ts';
import { softmaxCrossEntropy } from '../../src/autograd/ops/softmax-cross-entropy.ts';
import { tanh } from '../../src/autograd/ops/tanh.ts';
import { ones, parameter, tensor, type View } from '../../src/tensor/index.ts';
import { assertClose } from '../shared/values.ts';
import { checks } from './op-checks.ts';

describe('every op', () => {
  for (const [name, { definition }] of Object.entries(ops)) {
    describe(name, () => {
      it('is exported under its own name', () => assert.equal(definition.name, name));
      for (const { name: promise, check } of checks) it(promise, () => check(definition));
    });
  }
});

describe('categorical cross-entropy of a row of zeros', () => {
  it('is that of the least probability, without a gradient', () => {
    const [t, w] = [
      tensor(
        [
          [0, 1, 0],
          [0.3, 0, 0.7],
        ],
        { dtype: 'float64' },
      ),
      ones([2], { dtype: 'float64' }),
    ];
    const p = parameter(
      [
        [0, 0, 0],
        [0.2, 0.1, 0.4],
      ],
      { dtype: 'float64' },
    );
    const loss = ops.categoricalCrossEntropy(t, p, w);
    const second = 0.3 * Math.log(0.2 / 0.7) + 0.7 * Math.log(0.4 / 0.7);
    assertClose([loss.item()], [-(Math.log(1e-7) + second) / 2], 1e-12);
    backward(loss);
    assert.deepEqual(Array.from(p.gradient!.data.slice(0, 3)), [0, 0, 0]);
    assert.isTrue(p.gradient!.data.every(Number.isFinite));
    assert.notEqual(p.gradient!.data[3], 0);
  });
});

describe('an op of a list of inputs', () => {
  const total = defineOp({
    name: 'total',
    inputs: 'many',
    outputShape: (shapes) => shapes[0],
    forward(inputs, y) {
      for (let i = 0; i < y.data.length; i++)
        y.data[i] = inputs.reduce((s, x) => s + x.data[i] * x.data[i], 0);
    },
    reads: ['inputs'],
    backward(dy, gradients, { inputs }) {
      gradients.forEach((dx, k) => {
        if (dx !== null)
          for (let i = 0; i < dy.data.length; i++) dx.data[i] += 2 * inputs[k].data[i] * dy.data[i];
      });
    },
    examples: [
      {
        shapes: [
          [3, 4],
          [3, 4],
          [3, 4],
        ],
        output: [3, 4],
      },
    ],
  });
  for (const { name, check } of checks.slice(0, 9)) it(name, () => check(total.definition));
});

describe('the checks of every op catch a fault planted for each', () => {
  const good: AnyOpDefinition = multiply.definition;
  const loss: AnyOpDefinition = softmaxCrossEntropy.definition;
  const unary: AnyOpDefinition = tanh.definition;
  type Hook = (...args: never[]) => void;
  type Record2 = { a: View | null; b: View | null };

  const faults: readonly {
    readonly check: number;
    readonly fault: string;
    readonly definition: AnyOpDefinition;
  }[] = [
    {
      check: 0,
      fault: 'a shape rule that turns the shape round',
      definition: { ...good, outputShape: ({ a }: { a: number[] }) => a.toReversed() } as AnyOpDefinition,
    },
    {
      check: 1,
      fault: 'a forward that forgets the last element',
      definition: {
        ...good,
        forward: ((x: { a: View; b: View }, y: View) => {
          for (let i = 0; i < y.data.length - 1; i++) y.data[i] = x.a.data[i] * x.b.data[i];
        }) as Hook,
      },
    },
    {
      check: 1,
      fault: 'a forward that saves nothing',
      definition: {
        ...loss,
        forward: ((_: unknown, y: View) => {
          y.data[0] = 1;
        }) as Hook,
      },
    },
    {
      check: 2,
      fault: 'a forward that works in its input',
      definition: {
        ...good,
        forward: ((x: { a: View; b: View }, y: View) => {
          for (let i = 0; i < y.data.length; i++) y.data[i] = x.a.data[i] *= x.b.data[i];
        }) as Hook,
      },
    },
    {
      check: 3,
      fault: 'a gradient with a wrong factor in one element',
      definition: {
        ...good,
        backward: ((dy: View, d: Record2, x: { a: View; b: View }) => {
          good.backward(dy, d as never, x as never, {} as never);
          if (d.b !== null) d.b.data[d.b.data.length - 1] *= 1.00001;
        }) as Hook,
      },
    },
    {
      check: 4,
      fault: 'a backward that overwrites',
      definition: {
        ...good,
        backward: ((dy: View, d: Record2, x: { a: View; b: View }) => {
          if (d.a !== null) for (let i = 0; i < dy.data.length; i++) d.a.data[i] = dy.data[i] * x.b.data[i];
          if (d.b !== null) for (let i = 0; i < dy.data.length; i++) d.b.data[i] += dy.data[i] * x.a.data[i];
        }) as Hook,
      },
    },
    {
      check: 5,
      fault: 'a backward that holds on to what it does not read',
      definition: (() => {
        let kept: View | undefined;
        return {
          ...unary,
          reads: [],
          forward: ((x: { x: View }, y: View) => {
            kept = y;
            unary.forward(x as never, y, {} as never, {} as never);
          }) as Hook,
          backward: ((dy: View, d: unknown) =>
            unary.backward(dy, d as never, { output: kept! } as never, {} as never)) as Hook,
        };
      })(),
    },
    {
      check: 6,
      fault: 'a gradient that depends on which others are wanted',
      definition: {
        ...good,
        backward: ((dy: View, d: Record2, x: { a: View; b: View }) => {
          const factor = d.a !== null && d.b !== null ? 1 : 2;
          if (d.a !== null)
            for (let i = 0; i < dy.data.length; i++) d.a.data[i] += factor * dy.data[i] * x.b.data[i];
          if (d.b !== null) for (let i = 0; i < dy.data.length; i++) d.b.data[i] += dy.data[i] * x.a.data[i];
        }) as Hook,
      },
    },
    {
      check: 7,
      fault: 'a formula that cancels digits in Float32',
      definition: {
        ...unary,
        forward: ((x: { x: View }, y: View) => {
          for (let i = 0; i < y.data.length; i++) {
            y.data[i] = x.x.data[i] + 1e4;
            y.data[i] = Math.tanh(y.data[i] - 1e4);
          }
        }) as Hook,
      },
    },
    {
      check: 8,
      fault: 'a shape rule that refuses nothing',
      definition: { ...good, outputShape: ({ a }: { a: number[] }) => a } as AnyOpDefinition,
    },
    { check: 8, fault: 'no rejected shapes for two inputs', definition: { ...good, rejects: [] } },
    {
      check: 9,
      fault: 'a wrong formula with its right gradient',
      definition: {
        ...unary,
        forward: ((x: { x: View }, y: View) => {
          for (let i = 0; i < y.data.length; i++) y.data[i] = 1.1 * Math.tanh(x.x.data[i]);
        }) as Hook,
        backward: ((dy: View, d: { x: View }, { output: y }: { output: View }) => {
          for (let i = 0; i < dy.data.length; i++)
            d.x.data[i] += 1.1 * dy.data[i] * (1 - (y.data[i] / 1.1) ** 2);
        }) as Hook,
      },
    },
    { check: 9, fault: 'an op without a stored result', definition: { ...good, name: 'unheardOf' } },
  ];

  for (const { check, fault, definition } of faults) {
    it(`${fault} is caught by: ${checks[check].name}`, () => {
      assert.throws(() => checks[check].check(definition));
    });
  }
  it('no check is without a fault', () => {
    assert.deepEqual(
      [...new Set(faults.map(({ check }) => check))].toSorted((a, b) => a - b),
      checks.map((_, i) => i),
    );
  });
});
