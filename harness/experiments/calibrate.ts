import { PAPER_PRESET } from '../../fixtures/generator/paper-preset.ts';
import { CALM_WORLD } from '../contract/world.ts';
import { createProgress } from '../runner/progress.ts';
import { calibrationTables } from './calibrate/calibration-tables.ts';
import { type CalibrationPoint, type CalibrationRow, playPreset } from './calibrate/play-preset.ts';
import { closedDataset, openClosedBench } from './closed-loop/open-closed-bench.ts';
import type { LoadedDataset } from './load-dataset.ts';
import { beginFigures, finishFigures } from './report-figures.ts';
import { generatedSessions, generatedShares } from './settle/settle-sessions.ts';

/** Options of `bench calibrate`, as the command line hands them over. */
export interface CalibrateOptions {
  /** Each deals sessions to training, feedback, calibration and evaluation anew, and draws answers anew. */
  readonly seeds: readonly string[];
  /** Shares of settled refusals that are tried, each with each β. In [0, 1]. */
  readonly settled: readonly number[];
  readonly beta: readonly number[];
  /** Confidences below which a chatbot hands over that are tried. In [0, 1]. */
  readonly handsOver: readonly number[];
  /** Sessions of each arm. */
  readonly sessions: number;
  readonly cache: string | false;
  readonly out?: string;
}

const MODELS = { policy: 'ngram', critic: 'ngram', gate: 'clopper-pearson', providers: 'cpu' } as const;

/** What the free inputs of the paper preset do to what they are calibrated to, over several seeds. */
export async function calibrate(options: CalibrateOptions): Promise<void> {
  const { seeds, sessions, cache } = options;
  const run = beginFigures('calibrate', options.out);
  const total = generatedSessions(sessions);
  const loaded = await closedDataset(undefined, total, seeds[0] ?? '1');
  const points = pointsOf(options);
  const progress = createProgress('points', seeds.length * points.length);
  const rows: CalibrationRow[] = [];
  let done = 0;
  for (const seed of seeds) {
    const open = await openClosedBench({
      options: { ...MODELS, seed, cache },
      loaded,
      shares: generatedShares(total),
      rates: CALM_WORLD,
    });
    try {
      for (const point of points) {
        rows.push(...(await playPreset(open, point, open.parts.evaluation.slice(0, sessions))));
        progress.update(++done, '');
      }
    } finally {
      await open.close();
    }
  }
  progress.finish();
  await finishFigures(run, loaded, seeds.join(','), words(loaded, rows, options));
}

/** The preset as it stands, with all that can be asked of it; then the grid, for automation alone. */
function pointsOf({ settled, beta, handsOver }: CalibrateOptions): CalibrationPoint[] {
  const { operators, handsOverBelow } = PAPER_PRESET;
  const preset = { settled: operators.settledRefusals, beta: operators.beta };
  const rates = beta.length > 0 ? beta : [preset.beta];
  const sharesTried = settled.length > 0 ? settled : [preset.settled];
  const grid = sharesTried.flatMap((share) => rates.map((rate) => ({ settled: share, beta: rate })));
  const others = grid.filter((one) => one.settled !== preset.settled || one.beta !== preset.beta);
  return [
    { ...preset, handsOver: [...new Set([handsOverBelow, ...handsOver])] },
    ...others.map((one) => ({ ...one, handsOver: null })),
  ];
}

function words({ dataset }: LoadedDataset, rows: readonly CalibrationRow[], { seeds, sessions }: CalibrateOptions) {
  return {
    question: 'What do the free inputs of the paper preset do to the published figures that they are calibrated to?',
    complete: true,
    split: `${dataset.sessions.length} sessions, dealt anew at each of ${seeds.length} seeds`,
    findings: [],
    notes: [
      `${sessions} sessions an arm and seed; a mean’s interval is Student’s t over the seeds. Gates are learned anew at each point and seed.`,
      'Reading times and pace only stretch what an operator does, and change no decision: active time is what is left at a median of 0, plus each part in proportion to its median; the rest is in proportion to the pace. So three plays say what any other medians would give.',
    ],
    tables: calibrationTables(rows),
    plots: [],
  };
}
