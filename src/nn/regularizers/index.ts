/**
 * Regularizers: penalties on large weights, added to the loss once a step, whatever the size of the batch.
 */
export { l1, l1_l2, l2, type Regularizer, type RegularizerName, readRegularizer } from './regularizer.ts';
