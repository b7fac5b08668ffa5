import type { Level } from './levels.ts';

/** Neighbouring levels that share one fitted share of accepts. */
export interface PooledLevels {
  readonly lowest: number;
  readonly highest: number;
  readonly answers: number;
  readonly accepted: number;
}

/**
 * The never decreasing shares of accepts that are nearest to the levels' own, in squares: levels that fall are pooled
 * with those before them until none does.
 *
 * Counts are whole, so that the pooled shares are exact and no order of pooling can change them.
 * Source: Ayer et al. 1955; Barlow et al. 1972.
 */
export function poolAdjacentViolators(levels: readonly Level[]): PooledLevels[] {
  const blocks: PooledLevels[] = [];
  for (const { score, answers, accepted } of levels) {
    let block: PooledLevels = { lowest: score, highest: score, answers, accepted };
    for (let last = blocks.at(-1); last && acceptedShare(last) >= acceptedShare(block); last = blocks.at(-1)) {
      blocks.pop();
      block = {
        lowest: last.lowest,
        highest: block.highest,
        answers: last.answers + block.answers,
        accepted: last.accepted + block.accepted,
      };
    }
    blocks.push(block);
  }
  return blocks;
}

/** Share of accepts in a block. */
export function acceptedShare({ accepted, answers }: PooledLevels): number {
  return accepted / answers;
}

/** Index of the last of the ascending values that is at most `value`; −1 where none is. */
export function lastAtMost(values: readonly number[], value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
