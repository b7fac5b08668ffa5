import type { SessionJudgement, SessionPredictions } from '../../bench/models/judge-policy.ts';
import type { PolicyScore } from '../../bench/models/score-policy.ts';
import { sumOf } from '../../shared/numbers.ts';

/**
 * One policy's scores by trainings that differ in their seed alone, as one: a session's steps count once for each
 * training, and stay together. So a further seed adds no session, and the interval stays that of the sessions.
 *
 * Times are means of one training. Throws: where trainings were judged on different sessions.
 */
export function mergeSeeds(scores: readonly PolicyScore[]): PolicyScore {
  const [first] = scores;
  if (!first) throw new Error('there is no training to merge: give at least one seed');
  if (scores.length === 1) return first;
  const mean = (of: (score: PolicyScore) => number) => sumOf(scores, of) / scores.length;
  return {
    ...first,
    trainings: scores.length,
    judged: merged(scores, ({ judged }) => judged, addJudged),
    predicted: merged(scores, ({ predicted }) => predicted, addPredicted),
    trainMs: mean(({ trainMs }) => trainMs),
    decisions: sumOf(scores, ({ decisions }) => decisions),
    elapsedMs: sumOf(scores, ({ elapsedMs }) => elapsedMs),
  };
}

function merged<T extends { readonly session: string }>(
  scores: readonly PolicyScore[],
  of: (score: PolicyScore) => readonly T[] | null,
  add: (one: T, other: T) => T,
): readonly T[] | null {
  const [first, ...others] = scores.map(of);
  if (!first) return null;
  return first.map((start, at) =>
    others.reduce((sum, one) => {
      const other = one?.[at];
      if (other?.session !== start.session)
        throw new Error(`session ${start.session} was not judged by every training: run them on one split`);
      return add(sum, other);
    }, start),
  );
}

function addJudged(one: SessionJudgement, other: SessionJudgement): SessionJudgement {
  return {
    ...one,
    steps: one.steps + other.steps,
    toolRight: one.toolRight + other.toolRight,
    actionRight: one.actionRight + other.actionRight,
  };
}

function addPredicted(one: SessionPredictions, other: SessionPredictions): SessionPredictions {
  return {
    ...one,
    labels: [...one.labels, ...other.labels],
    predictions: [...one.predictions, ...other.predictions],
  };
}
