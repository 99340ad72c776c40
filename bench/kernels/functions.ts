/**
 * Everything that has a twin beside the products: ops with their gradients, updates, metrics, copies; timed per element.
 */
import {
  absolute,
  accuracy,
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  add,
  addBias,
  alphaDropout,
  batchNormalization,
  binaryCrossEntropy,
  categoricalCrossEntropy,
  columnMean,
  columnVariance,
  dropout,
  elu,
  exp,
  freeze,
  gaussianDropout,
  gaussianNoise,
  gelu,
  layerNormalization,
  Lion,
  log,
  logSoftmax,
  mean,
  meanAbsoluteError,
  meanSquaredError,
  mish,
  movingAverage,
  multiply,
  Nadam,
  negate,
  oneHotRows,
  type Optimizer,
  parameter,
  type Program,
  relu,
  reshape,
  RMSprop,
  scale,
  SGD,
  sigmoid,
  sigmoidCrossEntropy,
  softmax,
  softmaxCrossEntropy,
  softplus,
  square,
  subtract,
  sum,
  sumAbsolute,
  sumSquares,
  tanh,
  trace,
} from '../../src/index.ts';
import {
  copy,
  fill,
  gatherRows,
  registers,
  type Step,
  step,
  Tensor,
  tensor,
  zerosLike,
} from '../../src/tensor/index.ts';

/** Numbers in an array: small enough for the first cache, even where four arrays are touched. */
const ROWS = 200;
const UNITS = 10;
const SHAPE = [ROWS, UNITS];

/** A piece of work with the elements that one run goes through. */
export interface TimedFunction {
  readonly name: string;
  readonly elements: number;
  readonly program: Program;
}

/** Numbers spread evenly over a range, in no order. */
function spread(from: number, to: number, shape: readonly number[] = SHAPE): Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length }, (_, i) => from + ((to - from) * ((i * 37) % 101)) / 101);
  return tensor({ data, shape });
}

function programOf(steps: readonly Step[], result: Tensor): Program {
  return { ...freeze({ inputs: {}, outputs: { result } }), steps };
}

/** An op forward, and its gradients where it has some. Inputs to which none is to come are given by `constant`. */
function ofOp(call: () => Tensor): TimedFunction[] {
  const y = trace(call);
  const { op, inputs, wants, ...source } = y.source!;
  const elements = Math.max(y.size, ...inputs.map(({ size }) => size));
  const forward = { name: op.name, elements, program: programOf([source.forward()], y) };
  if (!wants.includes(true)) return [forward];
  const gradients = inputs.map((input, i) => (wants[i] ? zerosLike(input) : null));
  const dy = new Tensor(
    Float32Array.from(y.data, () => 1e-3),
    y.shape,
  );
  const backward = source.backward(dy, gradients);
  const result = gradients.find((gradient) => gradient !== null)!;
  // the output and what forward keeps are made once, so that the gradient works on usual numbers
  const { kernel, args } = source.forward();
  (kernel as (...all: unknown[]) => void)(...args);
  return [forward, { name: `${op.name}, gradient`, elements, program: programOf([backward], result) }];
}

/** The first step of an optimizer: clipping or decay where it is asked for them, else the update. */
function ofOptimizer(name: string, optimizer: Optimizer): TimedFunction {
  const w = parameter(spread(-1, 1));
  const [first] = optimizer.steps([[w, spread(-0.01, 0.01)]]);
  for (const slot of optimizer.slots(w)) slot.data.fill(0.01);
  optimizer.advance();
  return { name, elements: w.value.size, program: programOf([first], w.value) };
}

function targets(): Tensor {
  const data = Float32Array.from({ length: ROWS * UNITS }, (_, i) => (i % UNITS === (i * 7) % 9 ? 1 : 0));
  return tensor({ data, shape: SHAPE });
}

/** All of them. */
export function timedFunctions(): readonly TimedFunction[] {
  const weights = spread(1, 1, [ROWS]);
  const x = (from: number, to: number) => parameter(spread(from, to));
  const step3 = registers({ value: 3 });
  const units = () => parameter(spread(0.2, 2, [UNITS]));
  const ops = [
    () => exp(x(-5, 5)),
    () => log(x(0.1, 9)),
    () => tanh(x(-3, 3)),
    () => sigmoid(x(-5, 5)),
    () => relu(x(-1, 1)),
    () => elu(x(-3, 3)),
    () => softplus(x(-5, 5)),
    () => gelu(x(-3, 3)),
    () => mish(x(-3, 3)),
    () => logSoftmax(x(-3, 3)),
    () => softmax(x(-3, 3)),
    () => dropout(x(-1, 1), { rate: 0.2, seed: 7, position: 1, step: step3 }),
    () => alphaDropout(x(-1, 1), { rate: 0.2, seed: 7, position: 1, step: step3 }),
    () => gaussianNoise(x(-1, 1), { stddev: 0.1, seed: 7, position: 1, step: step3 }),
    () => gaussianDropout(x(-1, 1), { rate: 0.2, seed: 7, position: 1, step: step3 }),
    () => columnMean(x(-1, 1)),
    () => columnVariance(x(-1, 1), spread(-1, 1, [UNITS])),
    () => batchNormalization(x(-1, 1), units(), units(), units(), units()),
    () => layerNormalization(x(-1, 1), units(), units()),
    () => reshape(x(-1, 1), { shape: '[-1]' }),
    () => movingAverage(spread(-1, 1), spread(-1, 1)),
    () => addBias(x(-1, 1), parameter(spread(-1, 1, [UNITS]))),
    () => add(x(-1, 1), x(-1, 1)),
    () => subtract(x(-1, 1), x(-1, 1)),
    () => multiply(x(-1, 1), x(-1, 1)),
    () => negate(x(-1, 1)),
    () => absolute(x(-1, 1)),
    () => square(x(-1, 1)),
    () => scale(x(-1, 1), { factor: 0.3 }),
    () => sum(x(-1, 1)),
    () => mean(x(-1, 1)),
    () => sumSquares(x(-1, 1)),
    () => sumAbsolute(x(-1, 1)),
    () => softmaxCrossEntropy(targets(), x(-3, 3), weights),
    () => sigmoidCrossEntropy(targets(), x(-3, 3), weights),
    () => categoricalCrossEntropy(targets(), x(0.1, 0.9), weights),
    () => binaryCrossEntropy(targets(), x(0.1, 0.9), weights),
    () => meanSquaredError(targets(), x(0, 1), weights),
    () => meanAbsoluteError(targets(), x(0, 1), weights),
    () => oneHotRows(spread(0, 1, [ROWS]), { classes: UNITS }),
  ];
  const [from, to] = [spread(-1, 1), spread(0, 0)];
  const order = { data: Int32Array.from({ length: ROWS }, (_, i) => (i * 7) % ROWS) };
  const counts = registers({ right: 0, total: 0 });
  const count = step(accuracy.definition.update, counts, targets(), spread(0, 1), weights);
  const others: readonly (readonly [string, Step, Tensor])[] = [
    ['accuracy', count, weights],
    ['fill', step(fill, to, 0.3), to],
    ['copy', step(copy, from, to), to],
  ];
  const gather = step(gatherRows, from, order, registers({ value: 0 }), to);
  const gathering = { ...programOf([gather], to), supplies: [from, order] };
  return [
    ...ops.flatMap(ofOp),
    ofOptimizer('SGD', SGD()),
    ofOptimizer('SGD, momentum', SGD({ momentum: 0.9 })),
    ofOptimizer('SGD, Nesterov', SGD({ momentum: 0.9, nesterov: true })),
    ofOptimizer('RMSprop', RMSprop()),
    ofOptimizer('RMSprop, centered, momentum', RMSprop({ centered: true, momentum: 0.9 })),
    ofOptimizer('Adam', Adam()),
    ofOptimizer('Adam, amsgrad', Adam({ amsgrad: true })),
    ofOptimizer('Adagrad', Adagrad()),
    ofOptimizer('Adadelta', Adadelta()),
    ofOptimizer('Adamax', Adamax()),
    ofOptimizer('Nadam', Nadam()),
    ofOptimizer('Lion', Lion()),
    ofOptimizer('clipvalue', SGD({ clipvalue: 0.007 })),
    ofOptimizer('clipnorm', SGD({ clipnorm: 0.1 })),
    ofOptimizer('weight decay', SGD({ learningRate: 1e-4, weightDecay: 1e-6 })),
    ...others.map(([name, work, result]) => ({
      name,
      elements: from.size,
      program: programOf([work], result),
    })),
    { name: 'gather rows', elements: from.size, program: gathering },
  ];
}
