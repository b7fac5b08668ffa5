import { loadDataset } from './load-dataset.ts';
import { crossNoise, type NoiseOptions, openLoopCells } from './noise-grid.ts';
import { splitDataset } from './splits.ts';
import { findRecipes, type StagedOptions } from './staged-options.ts';
import { reportStaged } from './staged-report.ts';

/** The grid over α × β (and slip): do automation rate and time saving survive noisy feedback? */
export async function settle(options: StagedOptions & NoiseOptions): Promise<void> {
  const recipes = await findRecipes(options);
  const loaded = await loadDataset(options.logs);
  process.exitCode = await reportStaged({
    experiment: 'settle',
    question:
      'Do automation rate and time saving survive noisy feedback? The noise acts on the feedback from which the critic and its threshold are learned, and on the operators at work.',
    loaded,
    split: splitDataset(loaded.dataset, 'random', options.seed, options.sessions ?? null),
    cells: openLoopCells(crossNoise(options)),
    recipes,
    options,
    driver: 'in-process',
    jobs: 1,
    paritySessions: 0,
    predictions: null,
    notes: [],
  });
}
