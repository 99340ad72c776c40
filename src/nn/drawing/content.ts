/**
 * What a drawing of a model is made from: its graph as plain values.
 */
import type { Shape } from '../../tensor/index.ts';
import { batchShape, thousands } from '../summary.ts';

/** A use of a layer. */
export interface DrawnNode {
  readonly name: string;
  /** The kind of the layer: Dense, InputLayer. */
  readonly type: string;
  /** Of one row of the output, without the batch axis. */
  readonly shape: Shape;
  /** The nodes that feed it, by their places in the list; makers stand before users. None for an input. */
  readonly inputs: readonly number[];
  /** How many neurons it has, if it is made of neurons. */
  readonly units?: number;
  readonly activation?: string;
  /** How many numbers its parameters and state hold. */
  readonly parameters: number;
}

/** What a drawing shows of a model. */
export interface DrawingContent {
  readonly name: string;
  readonly nodes: readonly DrawnNode[];
}

/** What is written at a node: its name, its kind and activation, the shape of its output, how many parameters. */
export interface Caption {
  readonly name: string;
  readonly kind: string;
  readonly shape: string;
  readonly parameters: string;
}

/** The words of a node. */
export function captionOf({ name, type, activation, shape, parameters }: DrawnNode): Caption {
  const acts = activation !== undefined && activation !== 'linear';
  return {
    name,
    kind: acts ? `${type} · ${activation}` : type,
    shape: batchShape(shape),
    parameters: `${thousands(parameters)} ${parameters === 1 ? 'parameter' : 'parameters'}`,
  };
}
