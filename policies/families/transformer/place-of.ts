import type { TrainingItem } from './minibatch.ts';

/**
 * A number by which screens that offer the same candidates stand together, short before long: a candidate's text is
 * then encoded once for the many screens of a minibatch.
 */
export function placeOf(items: readonly TrainingItem[]): (item: TrainingItem) => number {
  const groups = [...new Set(items.map(({ group }) => group))].sort();
  const places = new Map(groups.map((group, at) => [group, at]));
  const longest = 1 + items.reduce((most, { sequence }) => Math.max(most, sequence.tokens.length), 0);
  return ({ group, sequence }) => places.get(group)! * longest + sequence.tokens.length;
}
