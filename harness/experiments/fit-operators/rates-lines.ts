import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import type { OperatorLog } from '../../../simulators/operators/fitting/tally-operators.ts';
import { ACTION_KINDS } from '../../contract/action.ts';
import { alignColumns } from './align-columns.ts';

/** Shares of right suggestions and β for which α is worked out. */
const ACCURACIES = [1, 0.95, 0.9, 0.8];
const BETAS = [0, 0.3, 0.6];

/** What a log says of α and β: acceptance with its interval clustered by operator, and which pairs go with it. */
export function ratesLines(logs: readonly OperatorLog[]): string[] {
  const measured = ACTION_KINDS.flatMap((kind) => {
    const answers = logs.flatMap((log) => log.answers.get(kind) ?? []);
    const sums = {
      numerators: answers.map(({ picked }) => picked),
      denominators: answers.map(({ replies }) => replies),
    };
    const { estimate: q, low, high, denominator } = ratioEstimate(sums, 'share');
    if (q === null) return [];
    const interval = low === null || high === null ? '–' : `[${percent(low)}, ${percent(high)}]`;
    return { kind, q, cells: [kind, percent(q), interval, `${denominator}`, `${answers.length}`] };
  });
  if (measured.length === 0) return ['  the log has no answers to suggestions'];
  const header = ['kind', ...ACCURACIES.flatMap((p) => (p === 1 ? ['p 1'] : BETAS.map((beta) => `p ${p} β ${beta}`)))];
  const implied = measured.map(({ kind, q }) => [
    kind,
    ...ACCURACIES.flatMap((p) => (p === 1 ? [alphaOf(q, 1, 0)] : BETAS.map((beta) => alphaOf(q, p, beta)))),
  ]);
  return [
    ...alignColumns([['kind', 'accepted', '95 %', 'answers', 'operators'], ...measured.map(({ cells }) => cells)]),
    '',
    '  Acceptance q = (1 − α) p + β (1 − p) is all that such a log shows: without the truth, the share p of right',
    '  suggestions, α and β cannot be told apart, and slips and noticing do not show at all. α that goes with q, were',
    '  p and β as in the heading (–: no α does):',
    '',
    ...alignColumns([header, ...implied]),
  ];
}

/** α at which a share q is accepted. */
function alphaOf(q: number, p: number, beta: number): string {
  const alpha = 1 - (q - beta * (1 - p)) / p;
  return alpha < 0 || alpha > 1 ? '–' : alpha.toFixed(3);
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
