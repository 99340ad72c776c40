/**
 * The state of a training: all that it changes, kept at the end of each finite epoch, and put back after a fault.
 */
import { firstNonFinite, type Floats, type Tensor } from '../tensor/index.ts';
import type { StreamState } from '../random/index.ts';
import type { Network } from './network.ts';

/** A copy of all that training changes: weights, what the optimizer remembers, how far both have counted, the order. */
export class Checkpoint {
  readonly #network: Network;
  /** Weights and slots: the same tensors throughout a training. */
  readonly #tensors: readonly Tensor[];
  readonly #copies: readonly Floats[];
  #iterations = 0;
  #step = 0;
  #order: StreamState = {};

  constructor(network: Network) {
    this.#network = network;
    const { optimizer } = network.requireCompiled('fit');
    const slots = network.allParameters().flatMap((parameter) => optimizer.slots(parameter));
    this.#tensors = [...network.tensors(), ...slots];
    this.#copies = this.#tensors.map(({ data }) => data.slice());
    this.#count();
  }

  /** Takes the state as it is now if all of it is finite. @returns whether it is */
  keep(): boolean {
    if (this.#tensors.some((tensor) => firstNonFinite(tensor) !== null)) return false;
    for (const [i, { data }] of this.#tensors.entries()) this.#copies[i].set(data);
    this.#count();
    return true;
  }

  /** Puts the kept state back: training can go on as if what came after had not been. */
  restore(): void {
    const { optimizer } = this.#network.requireCompiled('fit');
    for (const [i, { data }] of this.#tensors.entries()) data.set(this.#copies[i]);
    optimizer.iterations = this.#iterations;
    this.#network.step.value = this.#step;
    this.#network.shuffle.restore(this.#order);
  }

  #count(): void {
    this.#iterations = this.#network.requireCompiled('fit').optimizer.iterations;
    this.#step = this.#network.step.value;
    this.#order = this.#network.shuffle.state();
  }
}
