/**
 * Options that are asked for in the wrong place: where they belong.
 */
import { ArgumentError, complain, show } from '../errors.ts';

const FIT = 'fit(x, t, { … })';
const COMPILE = 'compile({ … })';
const OPTIMIZER = 'the optimizer, such as SGD({ learningRate: 0.1, momentum: 0.9 })';

/** Options with the call that takes them. */
const HOMES: Readonly<Record<string, string>> = {
  learningRate: OPTIMIZER,
  momentum: OPTIMIZER,
  optimizer: COMPILE,
  loss: COMPILE,
  lossWeights: COMPILE,
  metrics: COMPILE,
  weightedMetrics: COMPILE,
  epochs: FIT,
  batchSize: FIT,
  validationSplit: FIT,
  validationData: FIT,
  shuffle: FIT,
  sampleWeight: FIT,
  classWeight: FIT,
  callbacks: FIT,
  verbose: FIT,
  seed: 'the model: Sequential(layers, { seed })',
};

/**
 * Refuses an option that another call takes, and names that call.
 *
 * @param known the options that this call has
 * @throws ArgumentError
 */
export function refuseElsewhere(who: string, options: unknown, known: object): void {
  if (typeof options !== 'object' || options === null) return;
  const astray = Object.keys(options).find((name) => !(name in known) && Object.hasOwn(HOMES, name));
  if (astray === undefined) return;
  const help = `It belongs to ${HOMES[astray]}.`;
  throw new ArgumentError(complain({ who, problem: `${show(astray)} is no option here`, help }));
}
