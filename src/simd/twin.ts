/**
 * What a twin is: the same work as a kernel's loop, emitted as machine code for one step of a Program.
 *
 * A twin takes a step apart into parts: the gradient of a product, say, is one product for each of its inputs. Parts
 * are what `fuse.ts` joins, drops or changes; each says which tensors it touches, and writes its own code.
 */
import type { AnyOpDefinition } from '../autograd/index.ts';
import type { Kernel as Loop, Step, View } from '../tensor/index.ts';
import type { Kernel } from './kernel.ts';

/** A product with what may be done to it in the same pass: y = relu(a b + bias). */
export interface Dense {
  readonly a: View;
  readonly b: View;
  readonly y: View;
  readonly bias?: View;
  readonly relu?: boolean;
}

/** The cross-entropy of a softmax: its inputs, and what it writes. */
export interface CrossEntropy {
  readonly targets: View;
  readonly logits: View;
  readonly weights: View;
  readonly loss: View;
  readonly probabilities: View;
  /** Where the gradient of the logits is stored, if it is made in the same pass, for a gradient 1 of the loss. */
  readonly gradient?: View;
}

/** A piece of work that is emitted as one function. */
export interface Part {
  /** What it does, for whoever looks at a list of parts. */
  readonly name: string;
  readonly reads: readonly View[];
  /** Written whole, whatever stood there. */
  readonly writes?: readonly View[];
  /** Added to; written, where the part is the first to touch the tensor since it was zeroed. */
  readonly adds?: readonly View[];

  /** Set where the part is `y = a b`, which may take a bias and relu along. */
  readonly dense?: Dense;
  /** Set where it adds the bias to every row, which may join the product before it. */
  readonly bias?: { readonly x: View; readonly bias: View; readonly y: View };
  /** Set where it is a relu, which may join the product before it. */
  readonly relu?: { readonly x: View; readonly y: View };
  /** Set where it only copies numbers: then both tensors may be one. */
  readonly copy?: { readonly from: View; readonly to: View };
  /** Set where the gradient dw is an outer product of one row: dw = aᵀ dy. */
  readonly outer?: { readonly a: View; readonly dy: View; readonly dw: View };
  /** Set where it is plain gradient descent, w ← w − α g. */
  readonly descent?: { readonly w: View; readonly g: View; readonly rate: object };
  /** Set where it zeroes a tensor. */
  readonly zero?: View;
  /** Set where it is the softmax of logits, or makes it on its way. */
  readonly softmax?: { readonly x: View; readonly y: View; readonly alone: boolean };
  /** Set where it is the cross-entropy of a softmax, which may make its gradient in the same pass. */
  readonly crossEntropy?: CrossEntropy;
  /** Set where it is that gradient. */
  readonly crossEntropyGradient?: { readonly dy: View; readonly dz: View; readonly probabilities: View };
  /** Set where it puts 1 into a gradient, that of the loss. */
  readonly seed?: View;
  /** Set where neighbours of the same work on adjoining memory may be one loop: arrays of one length each. */
  readonly row?: {
    readonly arrays: readonly View[];
    readonly same: object;
    emit(kernel: Kernel, length: number): void;
  };

  /** Writes the code. */
  emit(kernel: Kernel): void;
}

/** A twin: takes a step apart, or gives null where it does not know this form; then the kernel's own loop runs. */
export interface Twin {
  readonly kernel: Loop;
  parts(...args: Step['args']): readonly Part[] | null;
}

/** Makes a twin of a kernel: a hook of an op, an optimizer's or metric's update, a kernel of `tensor`. */
export function defineTwin<A extends Step['args']>(
  kernel: (...args: A) => void,
  parts: (...args: A) => readonly Part[] | null,
): Twin {
  return { kernel, parts } as unknown as Twin;
}

/** Views by the names of an op's inputs, or of what it saved. */
export type Views = Readonly<Record<string, View>>;
// biome-ignore lint/suspicious/noExplicitAny: options and cells of any op
export type Given = Readonly<Record<string, any>>;

/** The twins of an op's two hooks, which get the same arguments as the hooks. */
export interface OpTwins {
  forward?(inputs: Views, output: View, saved: Views, given: Given): readonly Part[] | null;
  backward?(
    dy: View,
    gradients: Readonly<Record<string, View | null>>,
    kept: Views,
    given: Given,
  ): readonly Part[] | null;
}

/** Makes the twins of an op. */
export function twinsOf(
  op: { readonly definition: AnyOpDefinition },
  { forward, backward }: OpTwins,
): Twin[] {
  const { definition } = op;
  return [
    ...(forward === undefined ? [] : [{ kernel: definition.forward, parts: forward } as unknown as Twin]),
    ...(backward === undefined ? [] : [{ kernel: definition.backward, parts: backward } as unknown as Twin]),
  ];
}
