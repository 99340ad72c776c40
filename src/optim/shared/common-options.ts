/**
 * The options that every optimizer has: clipping of gradients and decay of weights.
 */
import { ArgumentError, complain, show } from '../../errors.ts';
import { number } from '../../options.ts';

/** The ways to clip gradients; at most one may be set. */
export const CLIPPING = ['clipnorm', 'clipvalue', 'globalClipnorm'] as const;

/**
 * The options that every optimizer has beside its own. In one update, clipping comes first, then decay, then the rule
 * itself, then constraints.
 *
 * Peers: Keras (`clipnorm`, `clipvalue`, `global_clipnorm`, `weight_decay`); it looks for the words of
 * `exclude_from_weight_decay` in the last part of a name alone: 'bias', not 'dense/bias'.
 */
export interface CommonOptions {
  /** The longest gradient of a parameter, > 0: g ← g c / max(‖g‖, c). Default null: any length. */
  readonly clipnorm: number | null;
  /** The largest number in a gradient, > 0: g ← min(max(g, −c), c). Default null: any number. */
  readonly clipvalue: number | null;
  /** The longest gradient of all parameters together, > 0, which all are shortened by alike. Default null: any length. */
  readonly globalClipnorm: number | null;
  /**
   * λ >= 0, default 0: the weights shrink before each update, w ← w − α λ w. `convention: 'course'` leaves out α;
   * 'pytorch' adds λ w to the gradient in place of it (but for AdamW).
   */
  readonly weightDecay: number;
  /** Words; a parameter whose name (such as 'dense/bias') holds one of them does not decay. Default none. */
  readonly excludeFromWeightDecay: readonly string[];
}

/** What they are if nobody says otherwise: no clipping, no decay. */
export const COMMON_OPTIONS: CommonOptions = {
  clipnorm: null,
  clipvalue: null,
  globalClipnorm: null,
  weightDecay: 0,
  excludeFromWeightDecay: [],
};

/** Refuses impossible values. @throws ArgumentError */
export function checkCommonOptions(who: string, options: CommonOptions): void {
  const set = CLIPPING.filter((name) => options[name] !== null);
  for (const name of set) number(who, name, options[name], { above: 0 });
  if (set.length > 1) {
    const problem = `${set[0]} and ${set[1]} are both set`;
    const expected = `at most one of ${CLIPPING.join(', ')}`;
    throw new ArgumentError(complain({ who, problem, expected, help: 'Leave the others out.' }));
  }
  number(who, 'weightDecay', options.weightDecay, { min: 0 });
  const words: unknown = options.excludeFromWeightDecay;
  if (Array.isArray(words) && words.every((word) => typeof word === 'string' && word !== '')) return;
  const expected = "a list of words, such as ['bias']";
  const problem = 'excludeFromWeightDecay is not usable';
  throw new ArgumentError(complain({ who, problem, expected, received: show(words) }));
}
