import { loadDataset } from './load-dataset.ts';
import { crossNoise, openLoopCells } from './noise-grid.ts';
import { splitDataset } from './splits.ts';
import { findRecipes, type StagedOptions } from './staged-options.ts';
import { reportStaged } from './staged-report.ts';

/** Noise levels of the headline, from operators who never err to ones who hardly look: α, β, slip. */
const LEVELS = [
  ['0', '0', '0'],
  ['0.02', '0.1', '0.01'],
  ['0.05', '0.3', '0.02'],
  ['0.15', '0.5', '0.05'],
] as const;

/** Little is enough to train on here; the threshold and the figures need many sessions of their own. */
const SHARES = { train: 0.2, feedback: 0.25, calibration: 0.2, evaluation: 0.35 };

/** What `pnpm bench` alone runs: the staged deployment at a few noise levels, with a sample in a real browser. */
export async function headline(options: StagedOptions & { browserSessions: number }): Promise<void> {
  const loaded = await loadDataset(options.logs);
  const points = LEVELS.flatMap(([alpha, beta, slip]) => crossNoise({ alpha, beta, slip }));
  process.exitCode = await reportStaged({
    experiment: 'headline',
    question:
      'How much support work can run without an operator, what does it save and what goes wrong, when the operators who teach and guard the automation are noisy?',
    loaded,
    split: splitDataset(loaded.dataset, 'random', options.seed, options.sessions ?? null, SHARES),
    cells: openLoopCells(points),
    recipes: await findRecipes(options),
    options,
    driver: 'in-process',
    jobs: 2,
    paritySessions: options.browserSessions,
    predictions: null,
    notes: [],
  });
}
