/**
 * Shades for terminals without colours.
 */

/** From empty to full, in quarters. */
export const SHADES: readonly string[] = [' ', '░', '▒', '▓', '█'];
