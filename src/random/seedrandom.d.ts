/**
 * The types of seedrandom's `alea`, as far as they are used: the package brings none for this file of it. Its main
 * file would bring seven generators and a `require('crypto')`.
 */
declare module 'seedrandom/lib/alea.js' {
  /** A generator: each call draws the next number in [0, 1). */
  interface Generator {
    (): number;
    /** A copy of the state now. */
    state(): Record<string, number>;
  }
  /** @param options `state`: true for a generator from the seed, or a state to continue from. */
  export default function alea(
    seed: string,
    options: { readonly state: true | Readonly<Record<string, number>> },
  ): Generator;
}
