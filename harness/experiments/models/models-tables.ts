import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text, unmeasured } from '../../../reports/figures/table.ts';
import { judgedSums, labelF1, labelSums, meanOver } from '../../bench/models/policy-sums.ts';
import type { PolicyScore } from '../../bench/models/score-policy.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { PublishedScore } from './published.ts';

/** What became of one policy: its scores, one a split, or why it has none. */
export interface PolicyRow {
  readonly policy: string;
  readonly scores: readonly PolicyScore[];
  readonly reason: string | null;
}

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
