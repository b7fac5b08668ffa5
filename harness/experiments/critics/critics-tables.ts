import type { FigureColumn, FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { clopperPearson } from '../../../reports/stats/clopper-pearson.ts';
import type { JudgedCritic } from './judge-critics.ts';
import type { Guarantee, JudgedGate } from './judge-gates.ts';
import { MEASURES, type Measure, type Measured } from './score-measures.ts';

/** Everything that was judged at one noise point. */
export interface NoiseResult {
  readonly alpha: string;
  readonly beta: string;
  /** What critics and gates were told of the noise, in words. */
  readonly told: string;
  /** The rates by which corrected gates were corrected, in words; those at the safe ends, where they are estimated. */
  readonly correction: string;
  readonly critics: readonly JudgedCritic[];
  /** Critics that could not be judged, and why. */
  readonly missing: readonly { readonly critic: string; readonly reason: string }[];
  readonly gates: readonly JudgedGate[];
  readonly guarantees: readonly Guarantee[];
}

type Row = FigureTable['rows'][number];

const text = (id: string, title = id): FigureColumn => ({ id, title, unit: 'text', ranged: false, measured: false });
const number = (id: string, title: string, unit: FigureColumn['unit'], ranged = true): FigureColumn => ({
  id,
  title,
  unit,
  ranged,
  measured: false,
});

const NOISE = [text('alpha', 'α'), text('beta', 'β')];

const MEASURE_COLUMNS: Readonly<Record<Measure, FigureColumn>> = {
  precision: number('precision', 'precision', 'share'),
  recall: number('recall', 'recall', 'share'),
  f1: number('f1', 'F1', 'share'),
  macro_f1: number('macro_f1', 'macro F1', 'share', false),
  aurc: number('aurc', 'AURC', 'score'),
  excess_aurc: number('excess_aurc', 'E-AURC', 'score'),
  augrc: number('augrc', 'AUGRC', 'score'),
  auroc: number('auroc', 'AUROC', 'score'),
  ece: number('ece', 'ECE', 'score'),
  brier: number('brier', 'Brier', 'score'),
  coverage: number('coverage', 'coverage at target', 'share'),
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
    caption: `On critical suggestions of the evaluation sessions; in brackets the 95 % interval over redrawn sessions. Precision, recall and F1 at the threshold of highest F1 against held-out answers. AURC, E-AURC and AUGRC: lower is better. Coverage at target: most that may pass with at least ${100 * target} % right, chosen in hindsight. Proxies learn from no answer. Macro F1 averages executing right and deferring wrong suggestions. The published figures look so averaged too: their F1 stands there, their precision and recall under role, and neither compares with the binary columns.`,
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
    caption: `Target ${100 * target} %, δ = ${delta}. Corrected gates mean their target for suggestions that are right, the others for what operators accept. Precision and coverage are true ones on the evaluation sessions; without a precision nothing passed.`,
    columns: [
      ...NOISE,
      ...(only === null ? [text('critic')] : []),
      text('gate'),
      text('corrected', 'noise correction'),
      number('threshold', 'threshold', 'score', false),
      number('precision', 'true precision', 'share'),
      number('coverage', 'coverage', 'share'),
      number('recall', 'recall', 'share'),
      number('f1', 'F1', 'share'),
      ...(only === null ? [text('reason')] : []),
    ],
    rows: results.flatMap((result) =>
      result.gates
        .filter(({ critic }) => only === null || critic === only)
        .map(({ critic, gate, corrected, threshold, reason, precision, coverage, recall, f1 }): Row => {
          const own = { critic, gate, corrected: corrected ? result.correction : 'none', threshold, reason };
          return { kind: 'measured', cells: { ...noiseOf(result), ...own, precision, coverage, recall, f1 } };
        }),
    ),
    terminal: only !== null,
  };
}

/** How often each gate breaks what it promises. */
export function guaranteesTable(results: readonly NoiseResult[], critic: string): FigureTable {
  const [first] = results.flatMap(({ guarantees }) => guarantees);
  const size = first ? `${first.redraws.runs} redraws of ${first.sample} answers` : 'no redraws';
  return {
    id: 'guarantees',
    title: `Guarantees over ${size}, critic ${critic}`,
    caption:
      'A corrected gate promises its target of what is right, another one its target of what is accepted, each but for a probability δ (plug-in promises nothing). Violations: redraws in which that was missed, closed gates counting as kept; in brackets the exact 95 % interval of the redraws. Where gates hardly open, that says little: see how many of the open ones broke it.',
    columns: [
      ...NOISE,
      text('gate'),
      text('corrected', 'noise correction'),
      number('delta', 'δ', 'score', false),
      number('violations', 'promise broken', 'share'),
      number('true_violations', 'true precision missed', 'share'),
      number('open', 'gate open', 'share', false),
      number('broken_open', 'broken of the open', 'share', false),
      number('precision', 'mean true precision', 'share', false),
      number('coverage', 'mean coverage', 'share', false),
    ],
    rows: results.flatMap((result) =>
      result.guarantees.map(({ gate, corrected, delta, redraws }): Row => {
        const broken = corrected ? redraws.violationRate : redraws.acceptanceViolationRate;
        return {
          kind: 'measured',
          cells: {
            ...noiseOf(result),
            gate,
            corrected: corrected ? result.correction : 'none',
            delta,
            violations: ofRuns(broken, redraws.runs),
            true_violations: ofRuns(redraws.violationRate, redraws.runs),
            open: redraws.openShare,
            broken_open: redraws.openShare > 0 ? broken / redraws.openShare : null,
            precision: redraws.meanPrecision,
            coverage: redraws.meanCoverage,
          },
        };
      }),
    ),
    terminal: true,
  };
}

function ofRuns(share: number, runs: number): Ranged {
  const { low, high } = clopperPearson(Math.round(share * runs), runs, 0.95);
  return { estimate: share, low, high };
}

const noiseOf = ({ alpha, beta }: NoiseResult) => ({ alpha, beta });
