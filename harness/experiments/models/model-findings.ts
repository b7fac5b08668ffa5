import { formatNumber, formatValue } from '../../../reports/present/format-value.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { pairedBootstrap } from '../../../reports/stats/session-bootstrap.ts';
import type { KeyedSums } from '../../../reports/stats/session-sums.ts';
import { createRng } from '../../shared/streams.ts';
import {
  DRAWS,
  judgedSums,
  labelledSessions,
  labelStatistic,
  labelSums,
  modelsTable,
  type PolicyRow,
} from './models-tables.ts';
import type { PolicyScore } from './score-policy.ts';

interface Difference {
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: string;
}

/** How two policies compare on the same sessions, by the measure's column. */
const COMPARE: Readonly<Record<string, (one: PolicyScore, other: PolicyScore) => Difference | null>> = {
  tool_accuracy: bySums((score) => judgedSums(score, ({ toolRight }) => toolRight)),
  action_accuracy: bySums((score) => judgedSums(score, ({ actionRight }) => actionRight)),
  accuracy: bySums(labelSums),
  weighted_f1(one, other) {
    const [ours, theirs] = [labelledSessions(one), labelledSessions(other)];
    if (!ours || !theirs) return null;
    const { names, statistic } = labelStatistic(ours);
    const rng = createRng('weighted F1 difference');
    const settings = { draws: DRAWS };
    const found = pairedBootstrap(names, statistic, labelStatistic(theirs).statistic, 'higher', rng, settings);
    return { ...found, difference: found.estimate };
  },
};

function bySums(of: (score: PolicyScore) => KeyedSums | null) {
  return (one: PolicyScore, other: PolicyScore): Difference | null => {
    const [ours, theirs] = [of(one), of(other)];
    return ours && theirs && pairedDifference(ours, theirs, 'share', 'higher');
  };
}

/** The best policy by each measure against the next best, on the same sessions. */
export function modelFindings(rows: readonly PolicyRow[]): string[] {
  const table = modelsTable(rows, [], false);
  return table.columns.flatMap(({ id, title }) => {
    const compare = COMPARE[id];
    if (!compare) return [];
    const ranked = rows
      .flatMap((row, at) => {
        const cell = table.rows[at]?.cells[id];
        const value = cell !== null && typeof cell === 'object' ? cell.estimate : null;
        return value === null ? [] : [{ row, value }];
      })
      .sort((a, b) => b.value - a.value);
    const [best, next] = ranked;
    if (!best) return [];
    const said = next ? `; next ${inWords(next)}${margin(best.row, next.row, compare)}` : '';
    return [`Best ${title}: ${inWords(best)}${said}.`];
  });
}

const inWords = ({ row, value }: { row: PolicyRow; value: number }) => `${row.policy}, ${formatValue('share', value)}`;

/** Empty where the figures are means over several splits. */
function margin(one: PolicyRow, other: PolicyRow, compare: (typeof COMPARE)[string]): string {
  const [ours, theirs] = [one.scores, other.scores];
  const found = ours.length === 1 && theirs.length === 1 && ours[0] && theirs[0] ? compare(ours[0], theirs[0]) : null;
  if (!found || found.difference === null || found.low === null || found.high === null) return '';
  const points = (share: number) => formatNumber(100 * share, 1);
  const range = `[${points(found.low)}, ${points(found.high)}]`;
  return ` (${points(found.difference)} points ahead ${range}, ${found.verdict})`;
}
