import type { FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text, unmeasured } from '../../../reports/figures/table.ts';
import { counted } from '../../../reports/stats/interval.ts';
import { meanOfGroups } from '../../../reports/stats/mean-of-groups.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import { sessionBootstrap } from '../../../reports/stats/session-bootstrap.ts';
import type { KeyedSums, SessionSums } from '../../../reports/stats/session-sums.ts';
import { weightedF1Statistic } from '../../../reports/stats/weighted-f1-statistic.ts';
import type { SessionPredictions } from '../../bench/models/judge-policy.ts';
import type { PolicyScore } from '../../bench/models/score-policy.ts';
import { sumOf } from '../../shared/numbers.ts';
import { createRng } from '../../shared/streams.ts';
import type { PublishedScore } from './published.ts';

/** What became of one policy: its scores, one a split, or why it has none. */
export interface PolicyRow {
  readonly policy: string;
  readonly scores: readonly PolicyScore[];
  readonly reason: string | null;
}

/** Redraws of the sessions for the interval of a weighted F1. */
export const DRAWS = 300;

const LABELS = 'Only which action it is counts, named by a label (notes).';

const COLUMNS: Columns<PolicyRow> = {
  policy: text('policy', 'policy'),
  tool_accuracy: ranged(
    'tool accuracy',
    'share',
    ({ scores }) => meanOver(scores, (score) => judgedSums(score, ({ toolRight }) => toolRight)),
    ['The kind of action is right; over every operator action of the test sessions.'],
  ),
  action_accuracy: ranged(
    'action accuracy',
    'share',
    ({ scores }) => meanOver(scores, (score) => judgedSums(score, ({ actionRight }) => actionRight)),
    ['Kind and all arguments are right, after normalisation; over every operator action of the test sessions.'],
  ),
  accuracy: ranged('label accuracy', 'share', ({ scores }) => meanOver(scores, labelSums), LABELS),
  weighted_f1: ranged('weighted F1', 'share', ({ scores }) => labelF1(scores), [
    LABELS,
    'Mean over labels, weighted by how often each occurs.',
  ]),
  training_ms: plain(
    'training time',
    'ms',
    ({ scores }) => (scores.length === 0 ? null : sumOf(scores, ({ trainMs }) => trainMs) / scores.length),
    { measured: true },
  ),
  decisions_per_second: plain(
    'decisions a second',
    'rate',
    ({ scores }) => {
      const elapsedMs = sumOf(scores, (one) => one.elapsedMs);
      return elapsedMs > 0 ? (sumOf(scores, ({ decisions }) => decisions) / elapsedMs) * 1000 : null;
    },
    { measured: true },
  ),
  provider: text('ran on', ({ scores }) => [...new Set(scores.map((one) => one.provider))].join(', ') || null),
  note: text(
    'note',
    ({ scores, reason }) => reason ?? (scores.length > 1 ? `${scores.length} trainings, mean time of one` : null),
  ),
};

const CAPTION = [
  'In brackets the 95 % interval, clustered by session; of a mean over what is held out, from the intervals of each.',
  'Rows in italics or grey are others’ figures, on other data.',
];

/** The one table: a row a policy, published figures below. */
export const modelsTable = (
  rows: readonly PolicyRow[],
  published: readonly PublishedScore[],
  grouped: boolean,
): FigureTable =>
  table({
    id: 'models',
    title: grouped ? 'Policies, unweighted mean over what is held out' : 'Policies',
    caption: CAPTION,
    columns: COLUMNS,
    rows,
    kind: ({ reason }) => (reason === null ? 'measured' : 'reason'),
    others: unmeasured(
      'published',
      published.map(({ policy, tool, action, accuracy, weightedF1, note }) => ({
        policy: `published: ${policy}`,
        tool_accuracy: tool ?? null,
        action_accuracy: action ?? null,
        accuracy: accuracy ?? null,
        weighted_f1: weightedF1 ?? null,
        note,
      })),
    ),
  });

type GroupRow = PolicyRow & { readonly score: PolicyScore };

/** One row a policy and held-out task or domain. */
export const groupsTable = (rows: readonly PolicyRow[]): FigureTable =>
  table<GroupRow>({
    id: 'held-out',
    title: 'By held-out task or domain',
    caption: CAPTION,
    columns: {
      held_out: text('held out', ({ score }) => score.group),
      sessions: plain('sessions', 'count', ({ score }) => score.predicted?.length ?? score.judged?.length ?? null),
      ...COLUMNS,
    },
    rows: rows.flatMap(({ policy, scores }) =>
      scores.map((score) => ({ policy, score, scores: [score], reason: null })),
    ),
    terminal: false,
  });

type Judged = NonNullable<PolicyScore['judged']>[number];

/** What counts of a session's steps; null where no policy was trained on all of them. */
export function judgedSums({ judged }: PolicyScore, count: (session: Judged) => number): KeyedSums | null {
  return (
    judged && {
      sessions: judged.map(({ session }) => session),
      cases: judged.map((one) => one.case),
      numerators: judged.map(count),
      denominators: judged.map(({ steps }) => steps),
    }
  );
}

/** Right labels by session; null where there is no labelled step. */
export function labelSums(score: PolicyScore): KeyedSums | null {
  const sessions = labelledSessions(score);
  return (
    sessions && {
      sessions: sessions.map(({ session }) => session),
      cases: sessions.map((one) => one.case),
      numerators: sessions.map(
        ({ labels, predictions }) => labels.filter((label, i) => label === predictions[i]).length,
      ),
      denominators: sessions.map(({ labels }) => labels.length),
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

function meanOver(scores: readonly PolicyScore[], of: (score: PolicyScore) => SessionSums | null): Ranged | null {
  const groups = overSplits(scores, of)?.map((sums) => ratioEstimate(sums, 'share'));
  return groups === undefined
    ? null
    : counted(
        meanOfGroups(groups),
        sumOf(groups, ({ of }) => of),
      );
}

function labelF1(scores: readonly PolicyScore[]): Ranged | null {
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
