/**
 * Regularizers: penalties on large weights, added to the loss once a step, whatever the size of the batch.
 */
import { readMember } from '../member.ts';
import { L1, l1, L1L2, l1_l2, L2, l2 } from './norms.ts';
import { OrthogonalRegularizer } from './orthogonal.ts';
import { type Penalty, type Regularizer, regularizerOf } from './regularizer.ts';

/** Every regularizer by Keras's name, made of its options by name. */
export const regularizers = {
  l1: L1,
  l2: L2,
  l1_l2: L1L2,
  orthogonal_regularizer: OrthogonalRegularizer,
} as const;

/** The names that a `kernelRegularizer` option takes as strings, each with Keras's factors of 0.01. */
export type RegularizerName = keyof typeof regularizers;

/** What a `kernelRegularizer` option takes: a name, a regularizer, a function of ops, or null for none. */
export type RegularizerOption = RegularizerName | Regularizer | Penalty | null;

/**
 * A regularizer by its name, of a function of ops, from what it is as JSON, the one given, or null.
 *
 * Peers: 'l1_l2' has both factors 0.01, as Keras 2 has and Keras 3 says; there 'L1L2' alone is known, with factors of 0.
 * @throws ArgumentError listing the names
 */
export function readRegularizer(who: string, option: string, value: RegularizerOption): Regularizer | null {
  if (value === null) return null;
  if (value === 'l1_l2') return L1L2({ l1: 0.01, l2: 0.01 });
  return readMember<Regularizer, RegularizerName, Penalty>(who, option, value, {
    kind: 'regularizer',
    makers: regularizers,
    further: [l1, l2, l1_l2],
    of: regularizerOf,
    work: 'penalty',
    example: 'l2(0.01)',
    form: 'a function of ops',
  });
}

export { l1, l1_l2, l2, type L2Convention } from './norms.ts';
export { OrthogonalRegularizer, type OrthogonalMode } from './orthogonal.ts';
export {
  type AnyRegularizerDefinition,
  defineRegularizer,
  type Penalty,
  type Regularizer,
  type RegularizerDefinition,
  type RegularizerMaker,
} from './regularizer.ts';
