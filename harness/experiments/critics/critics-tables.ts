import type { FigureColumn, FigureTable } from '../../../reports/figures/schema.ts';
import { plain, type Row, ranged, text } from '../../bench/report/table-columns.ts';
import { NOISE, noiseOf } from './noise-columns.ts';
import type { NoiseResult } from './noise-result.ts';
import { MEASURES, type Measure, type Measured } from './score-measures.ts';

const MEASURE_COLUMNS: Readonly<Record<Measure, FigureColumn>> = {
  precision: ranged('precision', 'precision', 'share'),
  recall: ranged('recall', 'recall', 'share'),
  f1: ranged('f1', 'F1', 'share'),
  macro_f1: plain('macro_f1', 'macro F1', 'share'),
  aurc: ranged('aurc', 'AURC', 'score'),
  excess_aurc: ranged('excess_aurc', 'E-AURC', 'score'),
  normalised_aurc: ranged('normalised_aurc', 'normalised AURC', 'score'),
  augrc: ranged('augrc', 'AUGRC', 'score'),
  auroc: ranged('auroc', 'AUROC', 'score'),
  ece: ranged('ece', 'ECE', 'score'),
  brier: ranged('brier', 'Brier', 'score'),
  coverage: ranged('coverage', 'coverage at target', 'share'),
};

/**
 * The gate of the deployed system, on its own logs. All three figures look like averages of both classes, since F1 is
 * not the harmonic mean of the other two. Source: arXiv 2604.23855, by docs/reference.md.
 */
const PUBLISHED: readonly Row[] = [
  { critic: 'published: gate by confidence', precision: 70.84, recall: 73.43, f1: 70.96 },
  { critic: 'published: gate by critic', precision: 74.68, recall: 73.53, f1: 73.99 },
].map(({ critic, precision, recall, f1 }) => ({
  kind: 'published',
  cells: { critic, role: `macro P ${precision} %, R ${recall} %`, macro_f1: f1 / 100 },
}));

/** Every critic at every noise point, uncalibrated. */
export function criticsTable(results: readonly NoiseResult[], target: number): FigureTable {
  return {
    id: 'critics',
    title: 'Critics against the truth',
    caption: `On critical suggestions of the evaluation sessions; in brackets the 95 % interval over redrawn sessions. Precision, recall and F1 at the threshold of highest F1 against held-out answers. AURC, E-AURC and AUGRC: lower is better. Normalised AURC (as in HAL): 1 for a perfect order, 0 for one by chance. Coverage at target: most that may pass with at least ${100 * target} % right, chosen in hindsight. Proxies learn from no answer. Macro F1 averages executing right and deferring wrong suggestions. The published figures look so averaged too: their F1 stands there, their precision and recall under role, and neither compares with the binary columns.`,
    columns: [...NOISE, text('critic'), text('role'), ...MEASURES.map((name) => MEASURE_COLUMNS[name])],
    rows: [
      ...results.flatMap((result) =>
        result.critics.map(
          ({ name, learned, measured }): Row => ({
            kind: 'measured',
            cells: {
              ...noiseOf(result),
              critic: name,
              role: learned ? 'learned' : 'proxy',
              ...measured,
              macro_f1: measured.macro_f1.estimate,
            },
          }),
        ),
      ),
      ...PUBLISHED,
      ...missingRows(results),
    ],
    terminal: true,
  };
}

/** Critics that could not be judged, each reason once. */
function missingRows(results: readonly NoiseResult[]): Row[] {
  const reasons = new Map(
    results.flatMap(({ missing }) => missing.map((one) => [`${one.critic}: ${one.reason}`, one] as const)),
  );
  return [...reasons.values()].map(({ critic, reason }) => ({ kind: 'reason', cells: { critic, role: reason } }));
}

/** Calibrated and uncalibrated critics; only those named are shown on the terminal. */
export function calibratorsTable(results: readonly NoiseResult[], only: string | null): FigureTable {
  const kept: readonly Measure[] = ['ece', 'brier', 'auroc', 'aurc', 'f1'];
  const pick = (measured: Measured) => Object.fromEntries(kept.map((name) => [name, measured[name]]));
  return {
    id: only === null ? 'calibrators-all' : 'calibrators',
    title: only === null ? 'Calibrators on every critic' : `Calibrators on critic ${only}`,
    caption:
      'Fitted on held-out answers, judged against the truth: with noisy operators a calibrator learns their acceptance, which is not the same. AUROC and AURC move only where a calibrator makes ties.',
    columns: [...NOISE, text('critic'), text('calibrator'), ...kept.map((name) => MEASURE_COLUMNS[name])],
    rows: results.flatMap((result) =>
      result.critics
        .filter(({ name }) => only === null || name === only)
        .flatMap(({ name, measured, calibrated }) =>
          [{ calibrator: 'none', measured }, ...calibrated].map(
            (one): Row => ({
              kind: 'measured',
              cells: { ...noiseOf(result), critic: name, calibrator: one.calibrator, ...pick(one.measured) },
            }),
          ),
        ),
    ),
    terminal: only !== null,
  };
}

/** Gates with what they let pass; only those of the named critic are shown on the terminal. */
export function gatesTable(
  results: readonly NoiseResult[],
  only: string | null,
  target: number,
  delta: number,
): FigureTable {
  return {
    id: only === null ? 'gates-all' : 'gates',
    title: only === null ? 'Gates on every critic' : `Gates on critic ${only}`,
    caption: `Target ${100 * target} %, δ = ${delta}. Corrected gates mean their target for suggestions that are right, the others for what operators accept. Precision and coverage are true ones on the evaluation sessions; without a precision nothing passed. By answers: what is known of the precision without the truth, from the held-out answers that pass, which also set the threshold: their acceptance, or, corrected, what the likeliest rates make of it (Rogan-Gladen).`,
    columns: [
      ...NOISE,
      ...(only === null ? [text('critic')] : []),
      text('gate'),
      text('corrected', 'noise correction'),
      plain('threshold', 'threshold', 'score'),
      ranged('precision', 'true precision', 'share'),
      ranged('estimated', 'precision by answers', 'share'),
      ranged('coverage', 'coverage', 'share'),
      ranged('recall', 'recall', 'share'),
      ranged('f1', 'F1', 'share'),
      ...(only === null ? [text('reason')] : []),
    ],
    rows: results.flatMap((result) =>
      result.gates
        .filter(({ critic }) => only === null || critic === only)
        .map(({ critic, gate, corrected, threshold, reason, ...judged }): Row => {
          const own = { critic, gate, corrected: corrected ? result.correction : 'none', threshold, reason };
          const { precision, estimated, coverage, recall, f1 } = judged;
          return {
            kind: 'measured',
            cells: { ...noiseOf(result), ...own, precision, estimated, coverage, recall, f1 },
          };
        }),
    ),
    terminal: only !== null,
  };
}
