/**
 * The packages behind the pictures, without their own types: those need the DOM's, which Node has not. What is used of
 * them is written down in `plot-library.ts`.
 */
declare module '@observablehq/plot';
declare module 'linkedom';
