/**
 * Labels: the names of classes, whatever kind they are.
 */

/** The name of a class. All labels of one list are of one kind. */
export type Label = string | number | boolean;

/** Labels of one kind in order, each once: numbers by size, strings by their characters, false before true. */
export function sortedLabels<L extends Label>(labels: Iterable<L>): L[] {
  return [...new Set(labels)].sort((a, b) => (a < b ? -1 : 1));
}
