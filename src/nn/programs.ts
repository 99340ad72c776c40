/**
 * The Programs of a network: a training step, an evaluation and a prediction of so many rows, written down.
 */
import { add, append, feedFrom, freeze, type Program, scale, trace } from '../autograd/index.ts';
import {
  type Cell,
  type DType,
  fill,
  type Floats,
  gatherRows,
  ones,
  type Shape,
  type Step,
  step,
  type Supply,
  tally,
  Tensor,
  zeros,
} from '../tensor/index.ts';
import { type LayerGraph, type Pass, runGraph } from './graph.ts';
import { checkPairing, type Loss } from './losses/index.ts';
import { type Parts, Replay, type Wanted } from './replay.ts';
import type { Settings } from './settings.ts';

/** What training Programs read: the rows of a training, lent by it, their order, and the place where the batch begins. */
export interface Lent {
  readonly inputs: readonly Supply<Floats>[];
  readonly targets: readonly Supply<Floats>[];
  readonly weights: readonly Supply<Floats>[];
  readonly order: Supply<Int32Array>;
  readonly start: Cell;
}

/** Sums of data loss · rows, penalty · rows, rows: of all outputs together, and of each where there are several. */
export interface Sums {
  readonly total: Tensor;
  readonly outputs: readonly Tensor[];
}

/** Sums at zero. */
export function newSums(outputs: number): Sums {
  const make = () => new Tensor(new Float64Array(3), [3]);
  return { total: make(), outputs: outputs > 1 ? Array.from({ length: outputs }, make) : [] };
}

/** All the tensors of sums. */
export function tensorsOfSums({ total, outputs }: Sums): readonly Tensor[] {
  return [total, ...outputs];
}

/** What a Program is made of. */
export interface Source {
  readonly graph: LayerGraph;
  readonly dtype: DType;
  readonly seed: number;
  readonly step: Cell;
  readonly state: readonly Tensor[];
  readonly data: Lent;
  readonly sums: Sums;
  readonly evaluationSums: Sums;
  /** The network, which notes which Replay ran last. */
  readonly network: { last: Replay | null };
}

/** The Program of a prediction. */
export function freezePrediction(source: Source, wanted: Wanted): Replay {
  return trace(() => {
    const { inputs, pass } = forward(source, wanted);
    const { predictions } = pass;
    const program = freeze({
      inputs: named('x', inputs),
      outputs: named('predictions', predictions),
      state: source.state,
    });
    const none = zeros([], { dtype: source.dtype });
    const unused = { targets: [], weights: [], ones: none, loss: none, dataLoss: none, penalty: null };
    return new Replay(source.network, wanted, program, { inputs, predictions, ...unused, outputs: [] });
  });
}

/** The Program of an evaluation, or of a training step. */
export function freezeLoss(source: Source, settings: Settings, wanted: Wanted): Replay {
  return trace(() => {
    const [purpose, rows, weighted] = wanted;
    const { graph, dtype, state } = source;
    const { inputs, pass } = forward(source, wanted);
    const { predictions } = pass;
    const training = purpose === 'train';
    const unit = ones([rows], { dtype });
    const targets = settings.outputs.map(({ loss }, i) => {
      checkPairing('compile', loss, makerOf(predictions[i]), graph.outputs[i].shape);
      return zeros(targetShape(loss, rows, graph.outputs[i].shape), { dtype });
    });
    const weights = weighted ? settings.outputs.map(() => ones([rows], { dtype })) : [];
    const { losses, dataLoss, penalty, loss } = lossOf(settings, pass, targets, (i) => weights[i] ?? unit);

    const counted = settings.outputs.flatMap(({ watched }, i) =>
      watched.map((one) => {
        const counts = training ? one.training : one.evaluation;
        return counts.attach(targets[i], predictions[i], one.weighted ? (weights[i] ?? unit) : unit, rows);
      }),
    );
    const sums = training ? source.sums : source.evaluationSums;
    const after: Step[] = [
      step(tally, dataLoss, penalty, rows, sums.total),
      ...sums.outputs.map((sum, i) => step(tally, losses[i], null, rows, sum)),
      ...counted.map((count) => count.step),
    ];
    const outputs = training
      ? graph.uses.map(({ layer }, i) => ({ layer: layer.name, output: pass.outputs[i] }))
      : [];
    const all = {
      inputs: {
        ...named('x', inputs),
        ...named('t', targets),
        weights: unit,
        ...named('sampleWeights', weights),
      },
      outputs: {
        loss,
        dataLoss,
        ...named('predictions', predictions),
        ...(penalty === null ? {} : { penalty }),
        ...(losses.length > 1 ? named('loss of output ', losses) : {}),
        ...named(
          'metric ',
          counted.flatMap(({ values }) => values),
        ),
        ...Object.fromEntries(outputs.map(({ layer, output }, i) => [`${layer}, use ${i}`, output])),
      },
      state,
    };
    const parts: Parts = {
      inputs,
      targets,
      weights,
      ones: unit,
      predictions,
      loss,
      dataLoss,
      penalty,
      outputs,
    };
    const program = training
      ? trained(source, settings, freeze({ ...all, loss, updates: pass.updates }), parts, after)
      : append(freeze(all), after);
    return new Replay(source.network, wanted, program, parts);
  });
}

/** A training Program with all that belongs to a step: its batch, the optimizer, the sums, the metrics. */
function trained(
  { data, step: counter }: Source,
  { optimizer }: Settings,
  program: Program,
  { inputs, targets, weights, ones: unit }: Parts,
  after: readonly Step[],
): Program {
  const work = append(program, [...optimizer.steps(program.parameters), ...after]);
  const gather = (from: readonly Supply<Floats>[], into: readonly Tensor[]) =>
    into.map((tensor, i) => step(gatherRows, from[i], data.order, data.start, tensor));
  const feed = [
    ...gather(data.inputs, inputs),
    ...gather(data.targets, targets),
    ...gather(data.weights, weights),
    step(fill, unit, 1),
  ];
  const rows = unit.shape[0];
  return feedFrom(work, {
    feed,
    supplies: [...data.inputs, ...data.targets, ...data.weights.slice(0, weights.length), data.order],
    counters: [
      [data.start, rows],
      [counter, 1],
    ],
  });
}

/** The forward pass on zeros. */
function forward(
  { graph, dtype, step: counter, seed }: Source,
  [purpose, rows]: Wanted,
): { readonly inputs: readonly Tensor[]; readonly pass: Pass } {
  const inputs = graph.inputs.map(({ shape }) => zeros([rows, ...shape], { dtype }));
  const pass = runGraph(graph, inputs, { training: purpose === 'train', step: counter, seed });
  return { inputs, pass };
}

/** Tensors by name: the first bears the name alone. */
function named(name: string, tensors: readonly Tensor[]): Record<string, Tensor> {
  return Object.fromEntries(tensors.map((tensor, i) => [i === 0 ? name : `${name}${i}`, tensor]));
}

/** The loss of a pass: of each output, their sum with its factors, the penalty, and all together. */
export function lossOf(
  { outputs }: Settings,
  { predictions, penalties }: Pass,
  targets: readonly Tensor[],
  weightsOf: (output: number) => Tensor,
) {
  const losses = outputs.map(({ loss }, i) => loss(targets[i], predictions[i], weightsOf(i)));
  const dataLoss = losses
    .map((loss, i) => (outputs[i].lossWeight === 1 ? loss : scale(loss, { factor: outputs[i].lossWeight })))
    .reduce((sum, loss) => add(sum, loss));
  const penalty = totalPenalty(penalties);
  return { losses, dataLoss, penalty, loss: penalty === null ? dataLoss : add(dataLoss, penalty) };
}

/** The name of the op that made a tensor, reshaping aside. */
function makerOf({ source }: Tensor): string | null {
  return source?.op.name === 'reshape' ? makerOf(source.inputs[0]) : (source?.op.name ?? null);
}

/** The penalties added up, or null if there are none. */
export function totalPenalty(penalties: readonly Tensor[]): Tensor | null {
  return penalties.length === 0 ? null : penalties.reduce((sum, penalty) => add(sum, penalty));
}

/** The shape of targets: [rows] of class numbers, or like the predictions. */
function targetShape({ definition }: Loss, rows: number, output: Shape): Shape {
  return definition.targets === 'labels' ? [rows] : [rows, ...output];
}
