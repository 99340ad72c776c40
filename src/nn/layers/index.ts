/**
 * Layers: the parts that models are made of.
 *
 * Each file holds one layer: its options, its parameters, the shape of its output and its formula.
 */
export { Input, isInput } from './input.ts';
export { Dense } from './dense.ts';
export { Activation } from './activation.ts';
export { Dropout } from './dropout.ts';
