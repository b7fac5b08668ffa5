import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text, unmeasured } from '../../../reports/figures/table.ts';
import { formatEstimate, formatValue } from '../../../reports/present/format-value.ts';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import { judgeFamily } from '../../../reports/stats/judge-family.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { ratioEstimate, shareOf } from '../../../reports/stats/ratio-estimate.ts';
import type { Crashes } from '../../bench/report/crashes.ts';
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
const PUBLISHED = unmeasured('published', [
  { set: 'published: 170k logs + 0', logs: 170_000, corrections: 0, historical: 0.7125, hard: 0.1488 },
  {
    set: 'published: 100k logs + 20k corrections',
    logs: 100_000,
    corrections: 20_000,
    historical: 0.6977,
    hard: 0.2176,
  },
  {
    set: 'published: 100k logs + 40k corrections',
    logs: 100_000,
    corrections: 40_000,
    historical: 0.6952,
    hard: 0.2574,
  },
  {
    set: 'published: 170k logs + 40k corrections',
    logs: 170_000,
    corrections: 40_000,
    historical: 0.7107,
    hard: 0.2572,
  },
]);

interface ShownRow extends CorrectionRow, Pick<CorrectionResult, 'feedback' | 'point'> {
  /** What it is compared with. */
  readonly compared: CorrectionRow | null;
}

type Side = keyof CorrectionRow['sides'];
const share = (title: string, side: Side, definition: string | readonly string[]) =>
  ranged<ShownRow>(title, 'share', ({ sides }) => shareOf(sides[side]), definition);
const difference = (side: Side) =>
  ranged<ShownRow>('difference', 'points', ({ sides, compared }) => {
    if (compared === null) return null;
    return pairedDifference(sides[side], compared.sides[side], 'share', 'higher');
  });

const COLUMNS: Columns<ShownRow> = {
  feedback: text('feedback', 'feedback'),
  noise: text('noise', ({ feedback, point }) => (feedback === 'log' ? null : point)),
  set: text('trained on', 'name'),
  logs: plain('logged examples', 'count', ({ set }) => set?.logs.length),
  corrections: plain('corrections', 'count', ({ set }) => set?.corrections.length),
  historical: share('historical', 'historical', 'Every step of the evaluation sessions.'),
  historical_difference: difference('historical'),
  hard: share('hard set', 'hard', [
    'Steps at which operators refused what was suggested: by the log’s own desk, where the feedback is the log’s,',
    'else by a deployed policy that is none of those compared.',
  ]),
  hard_difference: difference('hard'),
  hard_offered: share(
    'hard, offered',
    'hardOffered',
    'Hard steps at which the operator did something that the screen offers, and wrote no free text.',
  ),
  hard_offered_difference: difference('hardOffered'),
};

/** The two-sided table. */
export const correctionsTable = (results: readonly CorrectionResult[]): FigureTable =>
  table({
    id: 'corrections',
    title: 'Training with corrections: what is gained on the hard set, what it costs elsewhere',
    caption: [
      'Action accuracy, with 95 % intervals clustered by session.',
      'Differences are paired by session, and are to the control:',
      'a second model of the same logs, retrained with another seed and without corrections.',
      'Any model but the deployed one gets part of the hard set right by regression to the mean;',
      'the control has that part, and only what a row has beyond it can come from corrections.',
      'How far luck in training goes is seen where rows without corrections differ from their control.',
      'The control of fewer logs is compared with that of all logs.',
    ],
    columns: COLUMNS,
    rows: results.flatMap(({ feedback, point, base, rows }) =>
      [...(base ? [base] : []), ...rows].map((row) => ({ ...row, feedback, point, compared: controlOf(row, rows) })),
    ),
    others: PUBLISHED,
  });

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
    [
      `${point}: right on the hard set without corrections:`,
      `${has(control)} (${control.name}), ${has(first)} (${first.name}, the run’s own seed)${deployed}.`,
      'Gains are counted from the control.',
    ].join(' '),
  ];
}

function sideInWords(side: 'hard' | 'historical', pairs: readonly Pair[]) {
  const differences = pairs.map(({ row, control }) =>
    pairedDifference(row.sides[side], control.sides[side], 'share', 'higher'),
  );
  const judgements = judgeFamily(differences, 'holm');
  return pairs.map(({ row }, at) => {
    const [found, judgement] = [differences[at], judgements[at]];
    if (!found || !judgement || found.estimate === null) return `nothing to compare on the ${side} side`;
    const { estimate } = ratioEstimate(row.sides[side], 'share');
    return [
      `${side} ${formatValue('share', estimate)}`,
      `(${found.estimate > 0 ? '+' : ''}${formatEstimate('points', found)},`,
      `${judgementWords(judgement, found.margin, 'share')})`,
    ].join(' ');
  });
}
