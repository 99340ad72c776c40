/**
 * Looking inside a model: what each layer gives, the gradient of each weight, and whether the gradients are right.
 */
import {
  type CheckOptions,
  checkGradients,
  differentiate,
  type GradientReport,
  noGradient,
} from '../autograd/index.ts';
import { flag, readOptions } from '../options.ts';
import { ones, type Parameter, run, Tensor, tensor, zerosLike } from '../tensor/index.ts';
import { namesOf, runGraph } from './graph.ts';
import type { Layer } from './layer.ts';
import type { Network } from './network.ts';
import { lossOf } from './programs.ts';
import { countRows, type Rows } from './rows.ts';
import type { Weights } from './weights.ts';

/** How to look: `training`, whether layers behave as in training (dropout), default false. */
export interface LookOptions {
  readonly training?: boolean;
}

/** Reads how to look. */
export function readLook(who: string, options: LookOptions): Required<LookOptions> {
  const { training } = readOptions(who, { training: false }, options);
  return { training: flag(who, 'training', training) };
}

/** What each layer gives, by its name; a layer that is used several times has a number behind its name. */
export type Activations = Readonly<Record<string, Tensor>>;

/** The gradient of the loss for each parameter: by the name of the layer, and that of the parameter in it. */
export type Gradients = Readonly<Record<string, Readonly<Record<string, Tensor>>>>;

/** The outputs of all uses of layers for these inputs. */
export function activationsOf(network: Network, inputs: readonly Tensor[], training: boolean): Activations {
  const graph = network.requireGraph('activations');
  const { step, seed } = network;
  const { outputs } = noGradient(() => runGraph(graph, inputs, { training, step, seed }));
  const copies = outputs.map(({ data, shape }) => new Tensor(data.slice(), shape));
  return Object.fromEntries(namesOf(graph.uses).map((name, i) => [name, copies[i]]));
}

/** The loss of these rows, penalties included, as a tensor []. */
function lossOfRows(
  network: Network,
  rows: Rows,
  training: boolean,
  weightsOf?: (layer: Layer) => Weights,
): Tensor {
  const settings = network.requireCompiled('gradients');
  const { step, seed } = network;
  const pass = runGraph(network.requireGraph('gradients'), rows.inputs, { training, step, seed }, weightsOf);
  const all = ones([countRows(rows)], { dtype: pass.predictions[0].dtype });
  return lossOf(settings, pass, rows.targets, (i) => rows.weights?.[i] ?? all).loss;
}

/** The gradient of the loss of these rows for every parameter that is trained; `parameter.gradient` is not touched. */
export function gradientsOf(network: Network, rows: Rows, training: boolean): Gradients {
  network.requireTrainable('gradients');
  const loss = lossOfRows(network, rows, training);
  const { parameters, steps } = differentiate(loss, ({ value }) => zerosLike(value));
  steps.forEach(run);
  const trained = network.requireGraph('gradients').layers.filter(({ trainable }) => trainable);
  const entries = trained.map((layer) => {
    const own = Object.entries((layer.weights as Weights).parameters);
    return [
      layer.name,
      Object.fromEntries(
        own.map(([key, parameter]) => [key, parameters.get(parameter) ?? zerosLike(parameter.value)]),
      ),
    ] as const;
  });
  return Object.fromEntries(entries.filter(([, gradients]) => Object.keys(gradients).length > 0));
}

/** The check of one parameter. */
export interface ParameterCheck {
  /** `dense/kernel` */
  readonly parameter: string;
  readonly passed: boolean;
  /** How many numbers were compared. */
  readonly checked: number;
  /** The largest |analytic − numeric| / max(1, |analytic|, |numeric|). */
  readonly error: number;
  /** The numbers with the largest errors. */
  readonly worst: GradientReport['worst'];
}

/** The outcome of a model's gradient check; as text, a table with a line for each parameter. */
export interface ModelGradientReport {
  readonly passed: boolean;
  readonly tolerance: number;
  readonly parameters: readonly ParameterCheck[];
  toString(): string;
}

/** How to check: `training` as for looking, and as `checkGradients` of functions. */
export interface ModelCheckOptions extends CheckOptions, LookOptions {}

/**
 * Compares the gradient of the loss for every parameter with central differences, in Float64, whatever the model's own
 * float type; nothing of the model changes.
 */
export function checkModel(network: Network, rows: Rows, options: ModelCheckOptions): ModelGradientReport {
  const defaults = { training: false, step: 1e-6, tolerance: 1e-7, worst: 5 };
  const { training, ...how } = readOptions('checkGradients', defaults, options);
  flag('checkGradients', 'training', training);
  const wide = (x: Tensor) => tensor(x, { dtype: 'float64' });
  const all = (tensors: readonly Tensor[]) => tensors.map(wide);
  const { inputs, targets, weights } = rows;
  const data = {
    inputs: all(inputs),
    targets: all(targets),
    weights: weights === null ? null : all(weights),
  };
  const { layers } = network.requireGraph('checkGradients');
  network.requireTrainable('checkGradients');
  const fixed = new Map(layers.map((layer) => [layer, widened(layer.weights as Weights, wide)]));
  const checked = layers
    .filter(({ trainable }) => trainable)
    .flatMap((layer) =>
      Object.entries((layer.weights as Weights).parameters).map(([key, parameter]) => {
        const loss = (value: Tensor) =>
          lossOfRows(network, data, training, (other) => {
            const own = fixed.get(other) as Weights;
            if (other !== layer) return own;
            return { ...own, parameters: { ...own.parameters, [key]: value as unknown as Parameter } };
          });
        const report = checkGradients(loss, [parameter], how);
        return {
          parameter: parameter.name,
          passed: report.passed,
          checked: report.checked,
          error: report.worst[0]?.error ?? 0,
          worst: report.worst,
        };
      }),
    );
  const passed = checked.every((one) => one.passed);
  return {
    passed,
    tolerance: how.tolerance,
    parameters: checked,
    toString: () => table(checked, passed, how.tolerance),
  };
}

/** Weights in Float64; parameters as plain tensors, which ops take as well. */
function widened({ parameters, state }: Weights, wide: (x: Tensor) => Tensor): Weights {
  const each = (values: Readonly<Record<string, Tensor>>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, wide(value)]));
  const values = Object.fromEntries(Object.entries(parameters).map(([key, { value }]) => [key, value]));
  return { parameters: each(values) as unknown as Weights['parameters'], state: each(state) };
}

function table(checks: readonly ParameterCheck[], passed: boolean, tolerance: number): string {
  const width = Math.max(9, ...checks.map(({ parameter }) => parameter.length));
  const lines = checks.map(
    (one) =>
      `${one.parameter.padEnd(width)}  ${String(one.checked).padStart(8)}  ${one.error.toExponential(1).padStart(13)}  ${one.passed ? 'passed' : 'FAILED'}`,
  );
  return [
    `${passed ? 'passed' : 'FAILED'}: gradients against differences, tolerance ${tolerance}`,
    `${'parameter'.padEnd(width)}  ${'numbers'.padStart(8)}  largest error`,
    ...lines,
  ].join('\n');
}
