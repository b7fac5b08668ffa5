import type { Ranged } from '../../../reports/figures/schema.ts';
import { counted } from '../../../reports/stats/interval.ts';
import { meanOfGroups } from '../../../reports/stats/mean-of-groups.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import { sessionBootstrap } from '../../../reports/stats/session-bootstrap.ts';
import type { KeyedSums, SessionSums } from '../../../reports/stats/session-sums.ts';
import { weightedF1Statistic } from '../../../reports/stats/weighted-f1-statistic.ts';
import { sumOf } from '../../shared/numbers.ts';
import { createRng } from '../../shared/streams.ts';
import type { SessionPredictions } from './judge-policy.ts';
import type { PolicyScore } from './score-policy.ts';

/** Redraws of the sessions for the interval of a weighted F1. */
export const DRAWS = 300;

type Judged = NonNullable<PolicyScore['judged']>[number];

/** What counts of a session's steps, as the mean over trainings; null where no policy was trained on all of them. */
export function judgedSums({ judged, trainings }: PolicyScore, count: (session: Judged) => number): KeyedSums | null {
  return (
    judged && {
      sessions: judged.map(({ session }) => session),
      cases: judged.map((one) => one.case),
      numerators: judged.map((one) => count(one) / trainings),
      denominators: judged.map(({ steps }) => steps / trainings),
    }
  );
}

/** Right labels by session, as the mean over trainings; null where there is no labelled step. */
export function labelSums(score: PolicyScore): KeyedSums | null {
  const sessions = labelledSessions(score);
  return (
    sessions && {
      sessions: sessions.map(({ session }) => session),
      cases: sessions.map((one) => one.case),
      numerators: sessions.map(
        ({ labels, predictions }) => labels.filter((label, i) => label === predictions[i]).length / score.trainings,
      ),
      denominators: sessions.map(({ labels }) => labels.length / score.trainings),
    }
  );
}

/** Null where a split has no labelled step. */
export function labelledSessions({ predicted }: PolicyScore): readonly SessionPredictions[] | null {
  return predicted?.some(({ labels }) => labels.length > 0) ? predicted : null;
}

/** Null unless every split has a figure. */
function overSplits<T>(scores: readonly PolicyScore[], of: (score: PolicyScore) => T | null): T[] | null {
  const found: T[] = [];
  for (const score of scores) {
    const one = of(score);
    if (one !== null) found.push(one);
  }
  return found.length < scores.length || found.length === 0 ? null : found;
}

export function meanOver(
  scores: readonly PolicyScore[],
  of: (score: PolicyScore) => SessionSums | null,
): Ranged | null {
  const groups = overSplits(scores, of)?.map((sums) => ratioEstimate(sums, 'share'));
  return groups === undefined
    ? null
    : counted(
        meanOfGroups(groups),
        sumOf(groups, ({ of }) => of),
      );
}

export function labelF1(scores: readonly PolicyScore[]): Ranged | null {
  const groups = overSplits(scores, labelledSessions)?.map(labelStatistic);
  if (groups === undefined) return null;
  const each = groups.map(({ names, statistic }) =>
    sessionBootstrap(names, statistic, createRng('weighted F1'), { draws: DRAWS }),
  );
  return counted(
    meanOfGroups(each),
    sumOf(groups, ({ names }) => new Set(names).size),
  );
}

/** The weighted F1 of labels in one row, and the case of each. */
export function labelStatistic(sessions: readonly SessionPredictions[]) {
  return {
    names: sessions.flatMap((one) => one.labels.map(() => one.case)),
    statistic: weightedF1Statistic(
      sessions.flatMap((one) => one.labels),
      sessions.flatMap((one) => one.predictions),
    ),
  };
}
