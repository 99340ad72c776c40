/**
 * A training at work: what an epoch on arrays and an epoch on batches have in common.
 */
import { complain, StateError } from '../errors.ts';
import type { Optimizer } from '../optim/index.ts';
import type { Floats, Tensor } from '../tensor/index.ts';
import type { LayerGraph } from './graph.ts';
import type { Logs } from './history.ts';
import { logsOf, resetSums } from './logs.ts';
import type { Network, Trainer } from './network.ts';
import type { Plan } from './plan.ts';
import { tensorsOfSums } from './programs.ts';
import type { Replay } from './replay.ts';
import type { Settings } from './settings.ts';

/** One epoch after another: the Programs, and the sums of the epoch so far. */
export abstract class Work implements Trainer {
  readonly network: Network;
  readonly plan: Plan;
  readonly settings: Settings;
  /** The Programs in use, the first of them for full batches. Set by `take`, as they may change. */
  replays: readonly Replay[] = [];
  /** The loss of the first step of the training, before its update; NaN before. */
  firstLoss = Number.NaN;
  protected readonly optimizer: Optimizer;
  readonly #graph: LayerGraph;
  /** What the epoch has counted, while another training is at work. */
  #kept: readonly Floats[];
  /** Which layers were frozen when this training took the network. */
  #frozen = '';

  constructor(network: Network, plan: Plan) {
    this.network = network;
    this.plan = plan;
    this.settings = network.requireCompiled(plan.who);
    this.#graph = network.requireGraph(plan.who);
    this.optimizer = this.settings.optimizer;
    this.#kept = this.#counts().map(({ data }) => new Float64Array(data.length));
  }

  /** All that an epoch counts. */
  #counts(): Tensor[] {
    const watched = this.settings.outputs.flatMap((output) => output.watched);
    return [...tensorsOfSums(this.network.sums), ...watched.map(({ training }) => training.counts)];
  }

  /** How many batches an epoch has; 0 where that is not known yet. */
  abstract readonly batches: number;

  /** Takes the next batch. @returns a promise where it must be waited for */
  abstract load(batch: number): void | Promise<void>;

  /** Whether there is no batch left in this epoch, after `load`. */
  abstract readonly done: boolean;

  /** One training step, after `take` and `load`. @returns whether its loss was finite */
  abstract step(batch: number): boolean;

  /** All batches of the epoch in a row where that is possible. @returns the batch it stopped at, or null */
  abstract run(stopAtNonFinite: boolean, watch: ((batch: number) => void) | null): number | null;

  /** Puts the data of this training where its Programs read them. */
  protected abstract lend(): void;

  /** The Replay of a batch: whose outputs tell where a number stopped being finite. */
  abstract replayOf(batch: number): Replay | undefined;

  /** What is to be done at the beginning of an epoch beside zeroing the sums. */
  protected abstract prepare(): void;

  /**
   * Takes the network, unless it is taken: another training of this model may have been at work since, or layers have
   * been frozen.
   *
   * @throws StateError if the model has been changed since
   */
  take(): void {
    const { network, plan } = this;
    const frozen = network.frozen();
    if (network.trainer === this && frozen === this.#frozen) return;
    if (network.compiled !== this.settings || network.graph !== this.#graph) {
      const problem = 'the model was compiled anew, or given another layer, while it was trained';
      throw new StateError(complain({ who: plan.who, problem, help: 'Begin a new training after that.' }));
    }
    if (network.trainer === this) this.pause();
    this.#frozen = frozen;
    this.lend();
    this.#counts().forEach(({ data }, i) => {
      data.set(this.#kept[i]);
    });
  }

  pause(): void {
    this.#kept = this.#counts().map(({ data }) => data.slice());
  }

  /** A new epoch: sums at zero. */
  begin(): void {
    this.take();
    this.prepare();
    resetSums(this.settings, this.network.sums, 'training');
  }

  /** Whether anything is added to the data's loss. */
  get penalized(): boolean {
    const [replay] = this.replays;
    return replay === undefined ? this.network.penalized() : replay.parts.penalty !== null;
  }

  /** Loss and metrics of the epoch so far. */
  logs(): Logs {
    this.take();
    return logsOf(this.settings, this.network.sums, 'training', this.penalized);
  }

  /** The loss of the step that was made last. */
  get lastLoss(): number {
    return this.network.last?.loss.data[0] ?? Number.NaN;
  }

  /** The end of the training: the network keeps nothing of its data. */
  end(): void {
    this.network.release(this);
  }
}
