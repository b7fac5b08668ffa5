import { reliabilityBins } from './reliability.ts';
import { normalisedAurc, perfectAurc } from './risk-coverage.ts';
import type { ScoredOutcome } from './scored-outcome.ts';

/**
 * One statistic as a function of how often each outcome counts, in the order of the outcomes: what resampling needs,
 * since sorting is then done once. Null: undefined for these weights.
 */
export type WeightedStatistic = (weights: ArrayLike<number>) => number | null;

/** Levels of equal score, strictest first, as places in the outcomes. */
interface Ranking {
  readonly order: Int32Array;
  /** Where each level ends in the order. */
  readonly ends: readonly number[];
}

function rank(outcomes: readonly ScoredOutcome[]): Ranking {
  const order = Int32Array.from(outcomes.keys()).sort((a, b) => outcomes[b]!.score - outcomes[a]!.score);
  const ends: number[] = [];
  for (let i = 1; i <= order.length; i++)
    if (i === order.length || outcomes[order[i]!]!.score !== outcomes[order[i - 1]!]!.score) ends.push(i);
  return { order, ends };
}

/** Weights of what is right and wrong at each level. The two lists are filled anew by each call. */
function tally(outcomes: readonly ScoredOutcome[]) {
  const { order, ends } = rank(outcomes);
  const right = Uint8Array.from(order, (at) => (outcomes[at]!.right ? 1 : 0));
  const rights = new Float64Array(ends.length);
  const wrongs = new Float64Array(ends.length);
  return (weights: ArrayLike<number>) => {
    let at = 0;
    for (let level = 0; level < ends.length; level++) {
      let [sum, wrong] = [0, 0];
      for (const end = ends[level]!; at < end; at++) {
        const weight = weights[order[at]!]!;
        sum += weight;
        if (right[at] === 0) wrong += weight;
      }
      rights[level] = sum - wrong;
      wrongs[level] = wrong;
    }
    return { rights, wrongs };
  };
}

function areas(outcomes: readonly ScoredOutcome[]) {
  const of = tally(outcomes);
  return (weights: ArrayLike<number>) => {
    const { rights, wrongs } = of(weights);
    let [passed, wrong, aurc, augrc, risk] = [0, 0, 0, 0, -1];
    for (let level = 0; level < rights.length; level++) {
      const width = rights[level]! + wrongs[level]!;
      if (width === 0) continue;
      augrc += (width * (wrong + wrong + wrongs[level]!)) / 2;
      passed += width;
      wrong += wrongs[level]!;
      const next = wrong / passed;
      aurc += (width * ((risk < 0 ? next : risk) + next)) / 2;
      risk = next;
    }
    return passed === 0 ? null : { aurc: aurc / passed, augrc: augrc / passed ** 2, error: wrong / passed };
  };
}

/** The statistics that can be resampled; each equals its plain namesake where every outcome counts once. */
export const weightedStatistics = {
  aurc(outcomes: readonly ScoredOutcome[]): WeightedStatistic {
    const of = areas(outcomes);
    return (weights) => of(weights)?.aurc ?? null;
  },

  excessAurc(outcomes: readonly ScoredOutcome[]): WeightedStatistic {
    const of = areas(outcomes);
    return (weights) => {
      const found = of(weights);
      if (found === null) return null;
      return found.aurc - perfectAurc(found.error);
    };
  },

  normalisedAurc(outcomes: readonly ScoredOutcome[]): WeightedStatistic {
    const of = areas(outcomes);
    return (weights) => {
      const found = of(weights);
      return found && normalisedAurc(found.aurc, found.error);
    };
  },

  augrc(outcomes: readonly ScoredOutcome[]): WeightedStatistic {
    const of = areas(outcomes);
    return (weights) => of(weights)?.augrc ?? null;
  },

  auroc(outcomes: readonly ScoredOutcome[]): WeightedStatistic {
    const of = tally(outcomes);
    return (weights) => {
      const { rights, wrongs } = of(weights);
      let [right, wrong, pairs] = [0, 0, 0];
      for (let level = 0; level < rights.length; level++) {
        pairs += wrongs[level]! * (right + rights[level]! / 2);
        right += rights[level]!;
        wrong += wrongs[level]!;
      }
      return right === 0 || wrong === 0 ? null : pairs / (right * wrong);
    };
  },

  brier(outcomes: readonly ScoredOutcome[]): WeightedStatistic {
    const squares = Float64Array.from(outcomes, ({ score, right }) => (score - (right ? 1 : 0)) ** 2);
    return (weights) => {
      let [sum, all] = [0, 0];
      for (let i = 0; i < squares.length; i++) {
        sum += weights[i]! * squares[i]!;
        all += weights[i]!;
      }
      return all === 0 ? null : sum / all;
    };
  },

  /** F1 of executing what is right, at a threshold that was set on other data. */
  f1(outcomes: readonly ScoredOutcome[], threshold: number): WeightedStatistic {
    const hit = Uint8Array.from(outcomes, ({ score, right }) => (score >= threshold && right ? 1 : 0));
    const side = Uint8Array.from(outcomes, ({ score, right }) => (score >= threshold ? 1 : 0) + (right ? 1 : 0));
    return (weights) => {
      let [hits, sides] = [0, 0];
      for (let i = 0; i < side.length; i++) {
        hits += weights[i]! * hit[i]!;
        sides += weights[i]! * side[i]!;
      }
      return sides === 0 ? null : (2 * hits) / sides;
    };
  },

  /** ECE over the bins of the outcomes as they are. Resampled, it lies above the truth: chance adds to every bin. */
  ece(outcomes: readonly ScoredOutcome[], count = 10): WeightedStatistic {
    const places = outcomes.map(({ score, right }, at) => ({ score, right, at }));
    const bins = reliabilityBins(places, count).map(({ members }) => members);
    return (weights) => {
      let [sum, all] = [0, 0];
      for (const members of bins) {
        let gap = 0;
        for (const { score, right, at } of members) {
          gap += weights[at]! * (score - (right ? 1 : 0));
          all += weights[at]!;
        }
        sum += Math.abs(gap);
      }
      return all === 0 ? null : sum / all;
    };
  },

  /**
   * Largest coverage at which at least this share is right, even past a worse threshold; 0 where there is none. The
   * threshold is chosen with the truth at hand: what a perfect choice would give, not what a gate reaches.
   */
  coverageAtPrecision(outcomes: readonly ScoredOutcome[], precision: number): WeightedStatistic {
    const of = tally(outcomes);
    return (weights) => {
      const { rights, wrongs } = of(weights);
      let [passed, wrong, best] = [0, 0, 0];
      for (let level = 0; level < rights.length; level++) {
        passed += rights[level]! + wrongs[level]!;
        wrong += wrongs[level]!;
        if (wrong <= (1 - precision + 1e-12) * passed) best = passed;
      }
      return passed === 0 ? null : best / passed;
    };
  },
} as const;
