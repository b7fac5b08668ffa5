import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import type { OperatorLog } from '../../../simulators/operators/fitting/tally-operators.ts';
import { ACTION_KINDS } from '../../contract/action.ts';

/** Shares of right suggestions and β for which α is worked out. */
const PAIRS = [
  [1, 0],
  ...[0.95, 0.9, 0.8].flatMap((right) => [0, 0.3, 0.6].map((beta) => [right, beta] as const)),
] as const;

const measure = (kind: string, logs: readonly OperatorLog[]) => {
  const answers = logs.flatMap((log) => log.answers.get(kind as (typeof ACTION_KINDS)[number]) ?? []);
  const sums = {
    numerators: answers.map(({ picked }) => picked),
    denominators: answers.map(({ replies }) => replies),
  };
  const { estimate, low, high, denominator } = ratioEstimate(sums, 'share');
  return { kind, accepted: { estimate, low, high, of: answers.length }, answers: denominator };
};
type Row = ReturnType<typeof measure>;

const COLUMNS: Columns<Row> = {
  kind: text('kind', ({ kind }) => kind),
  accepted: ranged('accepted', 'share', ({ accepted }) => accepted, { over: 'operator' }),
  answers: plain('answers', 'count', ({ answers }) => answers),
  ...Object.fromEntries(
    PAIRS.map(([right, beta]) => [
      `alpha_${right}_${beta}`,
      plain<Row>(right === 1 ? 'α, p 1' : `α, p ${right} β ${beta}`, 'score', ({ accepted: { estimate } }) =>
        alphaOf(estimate ?? 0, right, beta),
      ),
    ]),
  ),
};

/** What a log says of α and β: acceptance by kind with its interval, and which pairs go with it. Nothing, where it has no answers. */
export function ratesTables(logs: readonly OperatorLog[]): FigureTable[] {
  const rows = ACTION_KINDS.map((kind) => measure(kind, logs)).filter(({ accepted }) => accepted.estimate !== null);
  return rows.length === 0
    ? []
    : [
        table({
          id: 'rates',
          title: 'What acceptance says of α and β',
          caption: [
            'Acceptance q = (1 − α) p + β (1 − p) is all that such a log shows.',
            'Without the truth, the share p of right suggestions, α and β cannot be told apart, and slips and noticing do not show at all.',
            'The last columns give the α that goes with q, were p and β as in the heading; none where no α does.',
            'In brackets the 95 % interval, clustered by operator.',
          ],
          columns: COLUMNS,
          rows,
        }),
      ];
}

/** α at which a share q is accepted; null where none is. */
function alphaOf(q: number, right: number, beta: number): number | null {
  const alpha = 1 - (q - beta * (1 - right)) / right;
  return alpha < 0 || alpha > 1 ? null : alpha;
}
