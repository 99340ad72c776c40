/**
 * How a model comes to be: layers that are added one by one, or a graph that is given whole.
 *
 * A Sequential without Input waits with its layers until data tell the shape of a row.
 */
import { ArgumentError, complain, ShapeError, show } from '../errors.ts';
import { formatShape, requireShape, type Tensor, type TensorLike } from '../tensor/index.ts';
import type { ModelConfig } from './config.ts';
import type { Layer, Node } from './layer.ts';
import { Input, isInput } from './layers/index.ts';
import type { Network } from './network.ts';
import { readData } from './rows.ts';
import { type Ends, type Given, readInputs } from './training-data.ts';

/** The layers of a model, and what they wait for. */
export class Building {
  readonly network: Network;
  /** Layers of a Sequential whose input shape is not known yet. */
  #waiting: Layer[] = [];
  #input: Node | null = null;
  #output: Node | null = null;

  constructor(network: Network) {
    this.network = network;
  }

  get sequential(): boolean {
    return this.network.kind === 'Sequential';
  }

  /** The architecture as plain data. */
  config(): ModelConfig {
    return this.network.config(this.#waiting);
  }

  /** The layers in order; a functional model's inputs are the first of them, a Sequential's is not among them. */
  get layers(): readonly Layer[] {
    const { graph } = this.network;
    if (graph === null) return this.#waiting;
    return this.sequential ? graph.layers : [...graph.inputs.map(({ layer }) => layer), ...graph.layers];
  }

  /** Takes a graph between nodes. */
  connect(inputs: readonly Node[], outputs: readonly Node[]): void {
    this.network.connect(inputs, outputs);
    [this.#input, this.#output] = [inputs[0], outputs[0]];
  }

  /** Adds a layer at the end; an Input can only come first. */
  add(part: Layer | Node): void {
    const who = 'Sequential.add';
    if (!this.sequential) {
      const help = 'Call a layer on a node, and make a Model of the nodes.';
      throw new ArgumentError(
        complain({ who: 'add', problem: 'only a Sequential can be given layers', help }),
      );
    }
    if (part?.kind === 'node' && isInput(part) && this.#input === null && this.#waiting.length === 0) {
      this.#input = part;
      this.#output = part;
      return;
    }
    if (part?.kind !== 'layer') {
      const problem = part?.kind === 'node' ? 'an Input can only come first' : 'this is no layer';
      const expected = 'a layer such as Dense(20)';
      throw new ArgumentError(complain({ who, problem, expected, received: show(part) }));
    }
    if (part.inputShape !== null && this.#output !== null)
      requireShape(who, `inputShape of ${part}`, this.#output.shape, part.inputShape);
    const first = this.#output === null && this.#waiting.length === 0;
    if (first && part.inputShape !== null) this.#output = this.#input = Input({ shape: part.inputShape });
    if (this.#input === null || this.#output === null) this.#waiting.push(part);
    else this.connect([this.#input], [part(this.#output)]);
  }

  /** Takes the last layer away. @returns it. @throws ArgumentError if there is none, and for a functional model */
  pop(): Layer {
    const last = this.layers.at(-1);
    if (!this.sequential || last === undefined) {
      const problem = this.sequential ? 'there is no layer' : 'only a Sequential can lose its last layer';
      const help = this.sequential
        ? 'add(layer) puts one there.'
        : 'Make another Model, with an earlier node as outputs.';
      throw new ArgumentError(complain({ who: 'pop', problem, help }));
    }
    if (this.#output === null) this.#waiting.pop();
    else {
      this.#output = this.#output.inputs[0];
      if (isInput(this.#output)) this.network.disconnect();
      else this.connect([this.#input as Node], [this.#output]);
    }
    return last;
  }

  /** Where the graph begins and ends: for a Sequential that has waited, the graph that it will have for such rows. */
  #ends(who: string, values: Given): Ends {
    if (this.#waiting.length === 0) return this.network.requireGraph(who);
    const x = readData(who, 'x', values as TensorLike, this.network.dtype);
    if (x.shape.length < 2) {
      const expected = 'x [rows, inputs]';
      throw new ShapeError(
        complain({ who, problem: 'x tells no shape of one row', expected, received: formatShape(x.shape) }),
      );
    }
    const input = Input({ shape: x.shape.slice(1) });
    return { inputs: [input], outputs: [this.#waiting.reduce((node, layer) => layer(node), input)] };
  }

  /**
   * Reads and checks x, and builds a Sequential that has waited for it.
   *
   * @param check reads and checks all else that was given: what is refused builds nothing
   */
  read<R>(who: string, values: Given, check: (inputs: readonly Tensor[], ends: Ends) => R): R {
    const ends = this.#ends(who, values);
    const inputs = readInputs(who, 'x', values, ends, this.network.dtype);
    const checked = check(inputs, ends);
    if (this.#waiting.length > 0) this.connect(ends.inputs, ends.outputs);
    this.#waiting = [];
    return checked;
  }
}
