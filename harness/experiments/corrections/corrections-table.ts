import type { FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { formatEstimate, formatValue } from '../../../reports/present/format-value.ts';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import { judgeFamily } from '../../../reports/stats/judge-family.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import type { KeyedSums, SessionSums } from '../../../reports/stats/session-sums.ts';
import type { Crashes } from '../../bench/report/crashes.ts';
import { ofSessions, plain, type Row, ranged, text } from '../../bench/report/table-columns.ts';
import { type CorrectionRow, controlOf } from './compare-sets.ts';

/** Everything of one source of feedback; the rows hold the controls, of all logs first. */
export interface CorrectionResult {
  readonly feedback: 'log' | 'simulated';
  /** Noise of simulated operators in words, or that the feedback is the log's. */
  readonly point: string;
  /** Phases in which the desk failed for good. */
  readonly crashes: readonly Crashes[];
  /** The policy whose suggestions were refused; null where those were of the log's own desk. */
  readonly base: CorrectionRow | null;
  readonly rows: readonly CorrectionRow[];
  readonly hardSteps: number;
  readonly available: number;
}

/** The deployed system's policies, on its own logs. Source: arXiv 2604.23855, by docs/reference.md. */
const PUBLISHED: readonly Row[] = [
  ['170k logs + 0', 170_000, 0, 0.7125, 0.1488],
  ['100k logs + 20k corrections', 100_000, 20_000, 0.6977, 0.2176],
  ['100k logs + 40k corrections', 100_000, 40_000, 0.6952, 0.2574],
  ['170k logs + 40k corrections', 170_000, 40_000, 0.7107, 0.2572],
].map(([name, logs, corrections, historical, hard]) => ({
  kind: 'published' as const,
  cells: {
    set: `published: ${name}`,
    logs: logs ?? 0,
    corrections: corrections ?? 0,
    historical: historical ?? 0,
    hard: hard ?? 0,
  },
}));

/** The two-sided table. */
export function correctionsTable(results: readonly CorrectionResult[]): FigureTable {
  return {
    id: 'corrections',
    title: 'Training with corrections: what is gained on the hard set, what it costs elsewhere',
    caption:
      'Action accuracy, with 95 % intervals clustered by session. Historical: every step of the evaluation sessions. Hard: those of them at which operators refused what was suggested: by the log’s own desk, where the feedback is the log’s, else by a deployed policy that is none of those compared. Hard, offered: those of the hard steps at which the operator did something that the screen offers, and wrote no free text. Differences are paired by session, and are to the control: a second model of the same logs, retrained with another seed and without corrections. Any model but the deployed one gets part of the hard set right by regression to the mean; the control has that part, and only what a row has beyond it can come from corrections. How far luck in training goes is seen where rows without corrections differ from their control. The control of fewer logs is compared with that of all logs.',
    columns: [
      text('feedback'),
      text('noise'),
      text('set', 'trained on'),
      plain('logs', 'logged examples', 'count'),
      plain('corrections', 'corrections', 'count'),
      ranged('historical', 'historical', 'share'),
      ranged('historical_difference', 'difference', 'points'),
      ranged('hard', 'hard set', 'share'),
      ranged('hard_difference', 'difference', 'points'),
      ranged('hard_offered', 'hard, offered', 'share'),
      ranged('hard_offered_difference', 'difference', 'points'),
    ],
    rows: [...results.flatMap(rowsOf), ...PUBLISHED],
    terminal: true,
  };
}

function rowsOf({ feedback, point, base, rows }: CorrectionResult): Row[] {
  return [...(base ? [base] : []), ...rows].map((row): Row => {
    const compared = controlOf(row, rows);
    return {
      kind: 'measured',
      cells: {
        feedback,
        noise: feedback === 'log' ? null : point,
        set: row.name,
        logs: row.set?.logs.length ?? null,
        corrections: row.set?.corrections.length ?? null,
        historical: shareOf(row.sides.historical),
        historical_difference: compared && differenceOf(row.sides.historical, compared.sides.historical),
        hard: shareOf(row.sides.hard),
        hard_difference: compared && differenceOf(row.sides.hard, compared.sides.hard),
        hard_offered: shareOf(row.sides.hardOffered),
        hard_offered_difference: compared && differenceOf(row.sides.hardOffered, compared.sides.hardOffered),
      },
    };
  });
}

function shareOf(sums: SessionSums): Ranged {
  return ofSessions(ratioEstimate(sums, 'share'));
}

function differenceOf(ours: KeyedSums, theirs: KeyedSums): Ranged {
  const { difference, low, high, sessions } = pairedDifference(ours, theirs, 'share', 'higher');
  return { estimate: difference, low, high, of: sessions };
}

/**
 * What corrections change on both sides, in words: each set with corrections beside its control. Verdicts of one side
 * are corrected for all that are compared.
 */
export function correctionFindings(results: readonly CorrectionResult[]): string[] {
  return results.flatMap((result) => {
    const { point, rows } = result;
    const pairs = rows.flatMap((row): Pair[] => {
      const control = row.set && row.set.corrections.length > 0 ? controlOf(row, rows) : null;
      return control ? [{ row, control }] : [];
    });
    const sides = (['hard', 'historical'] as const).map((side) => sideInWords(side, pairs));
    return [
      ...zeroInWords(result),
      ...pairs.map(
        ({ row, control }, at) =>
          `${point}: ${row.name}, against the ${control.name}: ${sides.map((words) => words[at]).join(', ')}.`,
      ),
    ];
  });
}

interface Pair {
  readonly row: CorrectionRow;
  readonly control: CorrectionRow;
}

/** Where the gain on the hard set begins to be one from corrections: two models without any, apart by their seeds. */
function zeroInWords({ point, base, rows }: CorrectionResult): string[] {
  const control = rows.find(({ set }) => set?.isControl);
  const first = rows.find(({ set }) => set !== null && !set.isControl && set.corrections.length === 0);
  const hard = (row: CorrectionRow) => ratioEstimate(row.sides.hard, 'share').estimate;
  if (!control || !first || hard(control) === null) return [];
  const has = (row: CorrectionRow) => formatValue('share', hard(row));
  const deployed = base ? `, ${has(base)} (deployed policy)` : '';
  return [
    `${point}: right on the hard set without corrections: ${has(control)} (${control.name}), ${has(first)} (${first.name}, the run’s own seed)${deployed}. Gains are counted from the control.`,
  ];
}

function sideInWords(side: 'hard' | 'historical', pairs: readonly Pair[]) {
  const differences = pairs.map(({ row, control }) =>
    pairedDifference(row.sides[side], control.sides[side], 'share', 'higher'),
  );
  const judgements = judgeFamily(differences, 'holm');
  return pairs.map(({ row }, at) => {
    const [found, judgement] = [differences[at], judgements[at]];
    if (!found || !judgement || found.difference === null) return `nothing to compare on the ${side} side`;
    const { estimate } = ratioEstimate(row.sides[side], 'share');
    const { difference, low, high, margin } = found;
    return `${side} ${formatValue('share', estimate)} (${difference > 0 ? '+' : ''}${formatEstimate('points', { estimate: difference, low, high })}, ${judgementWords(judgement, margin, 'share')})`;
  });
}
