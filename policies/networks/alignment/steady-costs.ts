import { meanOf, sumOf } from '../../../harness/shared/numbers.ts';

export interface SteadyOptions {
  /** Blocks of cases at most, in a generation. At least 2. */
  readonly most: number;
  /** Rank correlation of two blocks from which their ranks are steady. Range: (−1, 1). */
  readonly steady: number;
}

/**
 * Mean costs of some candidates over blocks of cases: two, and more of them while ranks flip from what was known to what
 * the last block says. So little is spent where candidates are far apart, and more where chance decides.
 *
 * Source: Hansen et al. 2009 (IEEE Trans. Evol. Comput. 13, 1) for re-evaluation while ranks change; by Spearman's
 * correlation here.
 */
export async function steadyCosts(
  block: (number: number) => Promise<readonly number[]>,
  { most, steady }: SteadyOptions,
): Promise<number[]> {
  const blocks = [await block(0)];
  while (blocks.length < most) {
    const known = meanCosts(blocks);
    const next = await block(blocks.length);
    blocks.push(next);
    if (rankCorrelation(known, next) >= steady) break;
  }
  return meanCosts(blocks);
}

const meanCosts = ([first = [], ...others]: readonly (readonly number[])[]): number[] =>
  first.map((cost, at) => meanOf([cost, ...others.map((block) => block[at]!)]));

/** Spearman's: Pearson's of ranks, equal values sharing theirs; 0 where all of one are equal. */
export function rankCorrelation(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [centred(ranksOf(one)), centred(ranksOf(other))];
  const product = sumOf(a, (rank, at) => rank * b[at]!);
  const scale = Math.sqrt(sumOf(a, (rank) => rank ** 2) * sumOf(b, (rank) => rank ** 2));
  return scale === 0 ? 0 : product / scale;
}

const centred = (values: readonly number[]) => {
  const mean = meanOf(values);
  return values.map((value) => value - mean);
};

const ranksOf = (values: readonly number[]): number[] =>
  values.map((value) => {
    const below = values.filter((other) => other < value).length;
    return below + (values.filter((other) => other === value).length - 1) / 2;
  });
