import type { FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { formatEstimate, formatValue } from '../../../reports/present/format-value.ts';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import { judgeFamily } from '../../../reports/stats/judge-family.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import type { KeyedSums, SessionSums } from '../../../reports/stats/session-sums.ts';
import { plain, type Row, ranged, text } from '../table-columns.ts';
import type { Sides } from './judge-sides.ts';
import type { TrainingSet } from './training-sets.ts';

/** One trained policy on both sides. */
export interface CorrectionRow {
  readonly name: string;
  readonly set: TrainingSet | null;
  readonly sides: Sides;
}

/** Everything of one source of feedback; the first compared row is the one that the others are compared with. */
export interface CorrectionResult {
  readonly feedback: 'log' | 'simulated';
  /** Noise of simulated operators in words, or that the feedback is the log's. */
  readonly point: string;
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
      'Action accuracy, with 95 % intervals clustered by session. Historical: every step of the evaluation sessions. Hard: those of them at which operators refused what was suggested: by the log’s own desk, where the feedback is the log’s, else by a deployed policy that is none of those compared. Hard, offered: those of the hard steps at which the operator did something that the screen offers, and wrote no free text. Differences are to all logs without corrections, paired by session.',
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
  const reference = rows[0];
  return [...(base ? [base] : []), ...rows].map((row): Row => {
    const compared = reference && row !== base && row !== reference ? reference : null;
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
  const { estimate, low, high } = ratioEstimate(sums, 'share');
  return { estimate, low, high };
}

function differenceOf(ours: KeyedSums, theirs: KeyedSums): Ranged {
  const { difference, low, high } = pairedDifference(ours, theirs, 'share', 'higher');
  return { estimate: difference, low, high };
}

/** What corrections change on both sides, in words. Verdicts of one side are corrected for all that are compared with the reference. */
export function correctionFindings(results: readonly CorrectionResult[]): string[] {
  return results.flatMap(({ point, rows }) => {
    const [reference, ...others] = rows;
    const taught = others.filter(({ set }) => (set?.corrections.length ?? 0) > 0);
    if (!reference) return [];
    const sides = (['hard', 'historical'] as const).map((side) => sideInWords(side, taught, reference));
    return taught.map(
      (row, at) => `${point}: ${row.name} against ${reference.name}: ${sides.map((words) => words[at]).join(', ')}.`,
    );
  });
}

function sideInWords(side: 'hard' | 'historical', taught: readonly CorrectionRow[], reference: CorrectionRow) {
  const differences = taught.map((row) => pairedDifference(row.sides[side], reference.sides[side], 'share', 'higher'));
  const judgements = judgeFamily(differences, 'holm');
  return taught.map((row, at) => {
    const [found, judgement] = [differences[at], judgements[at]];
    if (!found || !judgement || found.difference === null) return `nothing to compare on the ${side} side`;
    const { estimate } = ratioEstimate(row.sides[side], 'share');
    const { difference, low, high, margin } = found;
    return `${side} ${formatValue('share', estimate)} (${difference > 0 ? '+' : ''}${formatEstimate('points', { estimate: difference, low, high })}, ${judgementWords(judgement, margin, 'share')})`;
  });
}
