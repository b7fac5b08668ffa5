import { formatEstimate, formatValue } from '../../../reports/present/format-value.ts';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import { type Comparable, judgeFamily } from '../../../reports/stats/judge-family.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { pairedBootstrap } from '../../../reports/stats/session-bootstrap.ts';
import type { KeyedSums } from '../../../reports/stats/session-sums.ts';
import { DRAWS, judgedSums, labelledSessions, labelStatistic, labelSums } from '../../bench/models/policy-sums.ts';
import type { PolicyScore } from '../../bench/models/score-policy.ts';
import { createRng } from '../../shared/streams.ts';
import { modelsTable, type PolicyRow } from './models-tables.ts';

interface Difference extends Comparable {
  readonly low: number | null;
  readonly high: number | null;
}

type Compare = (one: PolicyScore, other: PolicyScore) => Difference | null;

/** How two policies compare on the same sessions, by the measure's column. */
const COMPARE: Readonly<Record<string, Compare>> = {
  tool_accuracy: bySums((score) => judgedSums(score, ({ toolRight }) => toolRight)),
  action_accuracy: bySums((score) => judgedSums(score, ({ actionRight }) => actionRight)),
  accuracy: bySums(labelSums),
  weighted_f1(one, other) {
    const [ours, theirs] = [labelledSessions(one), labelledSessions(other)];
    if (!ours || !theirs) return null;
    const { names, statistic } = labelStatistic(ours);
    const rng = createRng('weighted F1 difference');
    return pairedBootstrap(names, statistic, labelStatistic(theirs).statistic, 'higher', rng, { draws: DRAWS });
  },
};

function bySums(of: (score: PolicyScore) => KeyedSums | null) {
  return (one: PolicyScore, other: PolicyScore): Difference | null => {
    const [ours, theirs] = [of(one), of(other)];
    return ours && theirs && pairedDifference(ours, theirs, 'share', 'higher');
  };
}

/** The best policy by each measure and the next best, on the same sessions. */
export function modelFindings(rows: readonly PolicyRow[]): string[] {
  const table = modelsTable(rows, [], false);
  return table.columns.flatMap(({ id, title }) => {
    const compare = COMPARE[id];
    if (!compare) return [];
    const ranked = rows
      .flatMap((row, at) => {
        const cell = row.reason === null ? table.rows[at]?.cells[id] : null;
        const value = cell !== null && typeof cell === 'object' ? cell.estimate : null;
        return value === null ? [] : [{ row, value }];
      })
      .sort((a, b) => b.value - a.value);
    const [best, ...others] = ranked;
    if (!best) return [];
    const [next] = others;
    const leads = others.map(({ row }) => leadOf(best.row, row, compare));
    const said = next ? `; next ${inWords(next)}${leadWords(leads)}` : '';
    return [`Best ${title}: ${inWords(best)}${said}.`];
  });
}

const inWords = ({ row, value }: { row: PolicyRow; value: number }) => `${row.policy}, ${formatValue('share', value)}`;

/** Null where the figures are means over several splits. */
function leadOf(one: PolicyRow, other: PolicyRow, compare: Compare): Difference | null {
  const [ours, theirs] = [one.scores, other.scores];
  return ours.length === 1 && theirs.length === 1 && ours[0] && theirs[0] ? compare(ours[0], theirs[0]) : null;
}

/** The lead over the next best; the verdict is corrected for all that the best is ahead of. */
function leadWords(leads: readonly (Difference | null)[]): string {
  const [lead] = leads;
  const [judgement] = judgeFamily(
    leads.flatMap((one) => one ?? []),
    'holm',
  );
  if (!lead || !judgement || lead.estimate === null || lead.low === null || lead.high === null) return '';
  return ` (${formatEstimate('points', lead)} ahead, ${judgementWords(judgement, lead.margin, 'share')})`;
}
