import type { FigureColumn, FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { meanOfGroups } from '../../../reports/stats/mean-of-groups.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import { sessionBootstrap } from '../../../reports/stats/session-bootstrap.ts';
import type { KeyedSums, SessionSums } from '../../../reports/stats/session-sums.ts';
import { counted, measured, plain, type Row, ranged, text } from '../../bench/report/table-columns.ts';
import { createRng } from '../../shared/streams.ts';
import type { SessionPredictions } from './judge-policy.ts';
import type { PublishedScore } from './published.ts';
import type { PolicyScore } from './score-policy.ts';
import { weightedF1Statistic } from './weighted-f1-statistic.ts';

/** What became of one policy: its scores, one a split, or why it has none. */
export interface PolicyRow {
  readonly policy: string;
  readonly scores: readonly PolicyScore[];
  readonly reason: string | null;
}

const COLUMNS: readonly FigureColumn[] = [
  text('policy'),
  ranged('tool_accuracy', 'tool accuracy', 'share'),
  ranged('action_accuracy', 'action accuracy', 'share'),
  ranged('accuracy', 'label accuracy', 'share'),
  ranged('weighted_f1', 'weighted F1', 'share'),
  measured('training_ms', 'training time', 'ms'),
  measured('decisions_per_second', 'decisions a second', 'rate'),
  text('provider', 'ran on'),
  text('note'),
];

/** Redraws of the sessions for the interval of a weighted F1. */
export const DRAWS = 300;

const CAPTION =
  'In brackets the 95 % interval, clustered by session; of a mean over what is held out, from the intervals of each. Tool accuracy: the kind of action is right; action accuracy: kind and all arguments are, after normalisation; both over every operator action of the test sessions. Label accuracy and weighted F1: only which action it is counts, named by a label (notes); the F1 is the mean over labels, weighted by how often each occurs. Rows in italics or grey are others’ figures, on other data.';

/** The one table: a row a policy, published figures below. */
export function modelsTable(
  rows: readonly PolicyRow[],
  published: readonly PublishedScore[],
  grouped: boolean,
): FigureTable {
  return {
    id: 'models',
    title: grouped ? 'Policies, unweighted mean over what is held out' : 'Policies',
    caption: CAPTION,
    columns: [...COLUMNS],
    rows: [...rows.map(rowOf), ...published.map(publishedRow)],
    terminal: true,
  };
}

/** One row a policy and held-out task or domain. */
export function groupsTable(rows: readonly PolicyRow[]): FigureTable {
  return {
    id: 'held-out',
    title: 'By held-out task or domain',
    caption: CAPTION,
    columns: [text('held_out', 'held out'), plain('sessions', 'sessions', 'count'), ...COLUMNS],
    rows: rows.flatMap(({ policy, scores }) =>
      scores.map((score): Row => {
        const { cells, kind } = rowOf({ policy, scores: [score], reason: null });
        const held = { held_out: score.group, sessions: score.predicted?.length ?? score.judged?.length ?? null };
        return { kind, cells: { ...held, ...cells } };
      }),
    ),
    terminal: false,
  };
}

function rowOf({ policy, scores, reason }: PolicyRow): Row {
  if (reason !== null) return { kind: 'reason', cells: { policy, note: reason } };
  const decisions = scores.reduce((sum, one) => sum + one.decisions, 0);
  const elapsedMs = scores.reduce((sum, one) => sum + one.elapsedMs, 0);
  return {
    kind: 'measured',
    cells: {
      policy,
      tool_accuracy: meanOver(scores, (score) => judgedSums(score, ({ toolRight }) => toolRight)),
      action_accuracy: meanOver(scores, (score) => judgedSums(score, ({ actionRight }) => actionRight)),
      accuracy: meanOver(scores, labelSums),
      weighted_f1: labelF1(scores),
      training_ms: scores.reduce((sum, one) => sum + one.trainMs, 0) / scores.length,
      decisions_per_second: elapsedMs > 0 ? (decisions / elapsedMs) * 1000 : null,
      provider: [...new Set(scores.map((one) => one.provider))].join(', '),
      note: scores.length > 1 ? `${scores.length} trainings, mean time of one` : null,
    },
  };
}

const publishedRow = ({ policy, tool, action, accuracy, weightedF1: f1, note }: PublishedScore): Row => ({
  kind: 'published',
  cells: {
    policy: `published: ${policy}`,
    tool_accuracy: tool ?? null,
    action_accuracy: action ?? null,
    accuracy: accuracy ?? null,
    weighted_f1: f1 ?? null,
    note,
  },
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
        groups.reduce((sum, { sessions }) => sum + sessions, 0),
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
    groups.reduce((sum, { names }) => sum + new Set(names).size, 0),
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
