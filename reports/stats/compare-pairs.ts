import { sumOf } from '../../harness/shared/numbers.ts';
import { mcNemarMidP } from './mcnemar.ts';
import { type PairedDifference, pairedDifference } from './paired-difference.ts';
import type { RatioUnit } from './ratio-estimate.ts';

/** What one session adds to a ratio in two runs, and what it shares its luck with. */
export interface PairOfSums {
  readonly id: string;
  readonly caseKey: string;
  /** Null: the runs have no populations, or no operators. */
  readonly population: string | null;
  readonly operator: string | null;
  readonly base: { readonly numerator: number; readonly denominator: number };
  readonly next: { readonly numerator: number; readonly denominator: number };
}

/** What sessions are drawn in: those of one share what they came to by. */
type ClusterKind = 'sessions' | 'operators' | 'populations';

export interface RunDifference extends PairedDifference {
  /** What `sessions` counts: the clusters of the interval. */
  readonly clusters: ClusterKind;
  /** The metric in either run, over the sessions that both have; null where there is nothing to divide by. */
  readonly base: number | null;
  readonly next: number | null;
  /** Sessions in which the metric rose and fell. */
  readonly rose: number;
  readonly fell: number;
  /** Whether every session adds exactly the same in both runs. */
  readonly unchanged: boolean;
}

/** Fewer clusters than this bound no mean (at 4, Student's t asks for three standard errors): what is told then holds for these alone. */
const FEWEST_CLUSTERS = 8;
/** Fewer sessions that differ than this are counted exactly. */
const FEW_DISCORDANT = 25;

/**
 * Difference of a metric between two runs of the same scenarios, new less base, over sessions paired by scenario. Its
 * interval is clustered by the widest thing that varies often enough: populations, else operators, else cases.
 *
 * Where the metric says yes or no of each session, and few sessions differ, `p` is McNemar's with mid-p.
 */
export function comparePairs(
  pairs: readonly PairOfSums[],
  unit: RatioUnit,
  better: 'higher' | 'lower' | null,
): RunDifference {
  const { clusters, clusterOf } = clusterBy(pairs);
  const keyed = (run: 'base' | 'next') => ({
    sessions: pairs.map(({ id }) => id),
    cases: pairs.map(clusterOf),
    numerators: pairs.map((pair) => pair[run].numerator),
    denominators: pairs.map((pair) => pair[run].denominator),
  });
  const difference = pairedDifference(keyed('next'), keyed('base'), unit, better);
  const ways = pairs.map(wayOf);
  const rose = ways.filter((way) => way > 0).length;
  const fell = ways.filter((way) => way < 0).length;
  const unchanged = pairs.every(
    ({ base, next }) => base.numerator === next.numerator && base.denominator === next.denominator,
  );
  const alone = new Set(pairs.map(clusterOf)).size === pairs.length;
  const exact = unit === 'share' && alone && rose + fell < FEW_DISCORDANT && pairs.every(isYesOrNo);
  return {
    ...difference,
    ...(exact && difference.p !== null && { p: mcNemarMidP(rose, fell) }),
    base: ratioOf(pairs, 'base'),
    next: ratioOf(pairs, 'next'),
    clusters,
    rose,
    fell,
    unchanged,
  };
}

function ratioOf(pairs: readonly PairOfSums[], run: 'base' | 'next'): number | null {
  const all = sumOf(pairs, (pair) => pair[run].denominator);
  return all === 0 ? null : sumOf(pairs, (pair) => pair[run].numerator) / all;
}

/** 1 where it rose, −1 where it fell, 0 where it is the same, or has nothing to divide by in one of the runs. */
export function wayOf({ base, next }: Pick<PairOfSums, 'base' | 'next'>): number {
  if (base.denominator === 0 || next.denominator === 0) return 0;
  return Math.sign(next.numerator / next.denominator - base.numerator / base.denominator);
}

const isYesOrNo = ({ base, next }: PairOfSums) =>
  [base, next].every(({ numerator, denominator }) => denominator === 1 && (numerator === 0 || numerator === 1));

function clusterBy(pairs: readonly PairOfSums[]) {
  for (const [clusters, name] of [
    ['populations', 'population'],
    ['operators', 'operator'],
  ] as const) {
    const distinct = new Set(pairs.map((pair) => pair[name]));
    if (!distinct.has(null) && distinct.size >= FEWEST_CLUSTERS)
      return { clusters, clusterOf: (pair: PairOfSums) => pair[name] as string };
  }
  return { clusters: 'sessions' as const, clusterOf: ({ caseKey }: PairOfSums) => caseKey };
}
