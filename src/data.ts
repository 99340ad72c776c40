/**
 * Data, as the sub-path `multiperceptron/data`: the loaders and the CSV reader, and the tools of preparing data,
 * which the core has too.
 */
export * from './datasets/index.ts';
export * from './data/index.ts';
