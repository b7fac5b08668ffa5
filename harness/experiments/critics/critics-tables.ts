import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, pick, plain, ranged, table, text, unmeasured, within } from '../../../reports/figures/table.ts';
import type { MeasuredScores } from '../../../reports/measures/score-measures.ts';
import { formatPercent } from '../../../reports/present/format-value.ts';
import type { JudgedCritic } from './judge-critics.ts';
import type { JudgedGate } from './judge-gates.ts';
import type { NoiseResult } from './noise-result.ts';

/** The noise point of a row. */
export type AtNoise<Row> = Row & Pick<NoiseResult, 'alpha' | 'beta' | 'correction'>;

/** The rows of every noise point, each with its point. */
export const atEach = <Row>(
  results: readonly NoiseResult[],
  rowsOf: (result: NoiseResult) => readonly Row[],
): AtNoise<Row>[] =>
  results.flatMap((result) => {
    const { alpha, beta, correction } = result;
    return rowsOf(result).map((row) => ({ ...row, alpha, beta, correction }));
  });

export const NOISE: Columns<AtNoise<unknown>> = { alpha: text('α', 'alpha'), beta: text('β', 'beta') };

export const CORRECTED: Columns<AtNoise<{ readonly corrected: boolean }>> = {
  corrected: text('noise correction', ({ corrected, correction }) => (corrected ? correction : 'none'), [
    'Corrected gates mean their target for suggestions that are right, the others for what operators accept.',
  ]),
};

const AT_BEST = 'At the threshold of highest F1 against held-out answers.';

const MEASURES: Columns<MeasuredScores> = {
  precision: ranged('precision', 'share', 'precision', AT_BEST),
  recall: ranged('recall', 'share', 'recall', AT_BEST),
  f1: ranged('F1', 'share', 'f1', AT_BEST),
  macro_f1: plain('macro F1', 'share', ({ macro_f1 }) => macro_f1.estimate, [
    'Averages executing right and deferring wrong suggestions; the published figures look so averaged too.',
  ]),
  aurc: ranged('AURC', 'score', 'aurc', 'Lower is better.'),
  excess_aurc: ranged('E-AURC', 'score', 'excess_aurc', 'Lower is better.'),
  normalised_aurc: ranged('normalised AURC', 'score', 'normalised_aurc', [
    'As in HAL: 1 for a perfect order, 0 for one by chance.',
  ]),
  augrc: ranged('AUGRC', 'score', 'augrc', 'Lower is better.'),
  auroc: ranged('AUROC', 'score', 'auroc'),
  ece: ranged('ECE', 'score', 'ece'),
  brier: ranged('Brier', 'score', 'brier'),
  coverage: ranged('coverage at target', 'share', 'coverage', [
    'Most that may pass with as many right as the target says, chosen in hindsight.',
  ]),
};

const CRITICS: Columns<AtNoise<JudgedCritic>> = {
  ...NOISE,
  critic: text('critic', 'name'),
  role: text('role', ({ learned }) => (learned ? 'learned' : 'proxy'), [
    'Proxies learn from no answer. Published precision and recall stand here:',
    'averaged over classes, they do not compare with the binary columns.',
  ]),
  ...within(MEASURES, ({ measured }: JudgedCritic) => measured),
};

/**
 * The gate of the deployed system, on its own logs. All three figures look like averages of both classes, since F1 is
 * not the harmonic mean of the other two. Source: arXiv 2604.23855, by docs/reference.md.
 */
const PUBLISHED = unmeasured('published', [
  { critic: 'published: gate by confidence', role: 'macro P 70.84 %, R 73.43 %', macro_f1: 70.96 / 100 },
  { critic: 'published: gate by critic', role: 'macro P 74.68 %, R 73.53 %', macro_f1: 73.99 / 100 },
]);

/** Every critic at every noise point, uncalibrated. */
export const criticsTable = (results: readonly NoiseResult[], target: number): FigureTable =>
  table({
    id: 'critics',
    title: 'Critics against the truth',
    caption: [
      `On critical suggestions of the evaluation sessions, target ${formatPercent(target)} right;`,
      'in brackets the 95 % interval over redrawn sessions.',
    ],
    columns: CRITICS,
    rows: atEach(results, ({ critics }) => critics),
    others: [...PUBLISHED, ...unmeasured('reason', missing(results))],
  });

/** Critics that could not be judged, each reason once. */
function missing(results: readonly NoiseResult[]) {
  const reasons = new Map(
    results.flatMap((result) => result.missing.map((one) => [`${one.critic}: ${one.reason}`, one] as const)),
  );
  return [...reasons.values()].map(({ critic, reason }) => ({ critic, role: reason }));
}

type Calibrated = JudgedCritic['calibrated'][number] & Pick<JudgedCritic, 'name'>;

/** Calibrated and uncalibrated critics; those not named are detail. */
export const calibratorsTable = (results: readonly NoiseResult[], critic: string): FigureTable =>
  table<AtNoise<Calibrated>>({
    id: 'calibrators',
    title: `Calibrators on critic ${critic}`,
    caption: [
      'Fitted on held-out answers, judged against the truth:',
      'with noisy operators a calibrator learns their acceptance, which is not the same.',
      'AUROC and AURC move only where a calibrator makes ties.',
    ],
    columns: {
      ...NOISE,
      critic: text('critic', 'name', { detail: true }),
      calibrator: text('calibrator', 'calibrator'),
      ...within(pick(MEASURES, 'ece', 'brier', 'auroc', 'aurc', 'f1'), ({ measured }: Calibrated) => measured),
    },
    rows: atEach(results, ({ critics }) =>
      critics.flatMap(({ name, measured, calibrated }) =>
        [{ calibrator: 'none', measured }, ...calibrated].map((one) => ({ ...one, name })),
      ),
    ),
    detailRow: ({ name }) => name !== critic,
  });

const GATES: Columns<AtNoise<JudgedGate>> = {
  ...NOISE,
  critic: text('critic', 'critic', { detail: true }),
  gate: text('gate', 'gate'),
  ...CORRECTED,
  threshold: plain('threshold', 'score', 'threshold'),
  precision: ranged('true precision', 'share', 'precision', 'On the evaluation sessions; without one nothing passed.'),
  estimated: ranged('precision by answers', 'share', 'estimated', [
    'What is known of the precision without the truth, from the held-out answers that pass, which also set the threshold:',
    'their acceptance, or, corrected, what the likeliest rates make of it (Rogan-Gladen).',
  ]),
  coverage: ranged('coverage', 'share', 'coverage'),
  recall: ranged('recall', 'share', 'recall'),
  f1: ranged('F1', 'share', 'f1'),
  reason: text('reason', 'reason', { detail: true }),
};

/** Gates with what they let pass; on other critics than the named one as detail. */
export const gatesTable = (
  results: readonly NoiseResult[],
  critic: string,
  target: number,
  delta: number,
): FigureTable =>
  table({
    id: 'gates',
    title: `Gates on critic ${critic}`,
    caption: `Target ${formatPercent(target)}, δ = ${delta}. Coverage, recall and F1 are true ones on the evaluation sessions.`,
    columns: GATES,
    rows: atEach(results, ({ gates }) => gates),
    detailRow: (row) => row.critic !== critic,
  });
