import { datasetsBySeed } from '../../bench/data/load-dataset.ts';
import { populationsWith } from '../../bench/data/populations.ts';
import { splitDataset } from '../../bench/data/splits.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { findRecipes } from '../../bench/models/recipes.ts';
import { crossNoise, openLoopCells } from '../../bench/noise/noise-grid.ts';
import type { RunPlan } from '../../bench/plan/run-plan.ts';
import { closedPart } from '../../bench/staged/closed-part.ts';
import { planStaged } from '../../bench/staged/plan-staged.ts';
import { playStaged } from '../../bench/staged/staged-outcome.ts';
import type { HeadlineOptions } from './options.ts';

/** Noise levels of the headline, from operators who never err to ones who hardly look: α, β, slip. */
const LEVELS = [
  ['0', '0', '0'],
  ['0.02', '0.1', '0.01'],
  ['0.05', '0.3', '0.02'],
  ['0.15', '0.5', '0.05'],
] as const;

/** Little is enough to train on here; the threshold and the figures need many sessions of their own. */
const SHARES = { train: 0.2, feedback: 0.25, calibration: 0.2, evaluation: 0.35 };

/** Sessions that are generated for each population: several small datasets say more than a large one. */
const POPULATION_SESSIONS = 900;

/** Closed-loop sessions of each cell, and those whose errors get twins: a run of a few minutes has time for so many. */
const CLOSED_SESSIONS = 200;
const TWIN_SESSIONS = 200;

/**
 * What `pnpm bench` alone runs: the staged deployment at a few noise levels, in open and in closed loop, with a sample
 * in a real browser.
 */
export async function headline(options: HeadlineOptions, { record }: RunContext): Promise<Outcome> {
  const prepared = await prepare(options);
  return playStaged({ ...prepared, record: record(prepared.loaded) });
}

/** What it would play. */
export const planHeadline = async (options: HeadlineOptions): Promise<RunPlan> => planStaged(await prepare(options));

/** All that is known before anything is trained. */
async function prepare(options: HeadlineOptions) {
  const recipes = await findRecipes(options);
  const points = LEVELS.flatMap(([alpha, beta, slip]) => crossNoise({ alpha, beta, slip }));
  const load = datasetsBySeed(options.logs, POPULATION_SESSIONS);
  const [first, ...others] = await populationsWith(options, async (seed) => {
    const loaded = await load(seed);
    const split = splitDataset(loaded.dataset, 'random', seed, options.sessions ?? null, SHARES);
    return {
      loaded,
      split,
      closed: closedPart(loaded, split, points, { seed, sessions: CLOSED_SESSIONS, twinSessions: TWIN_SESSIONS }),
    };
  });
  return {
    ...first,
    others,
    cells: openLoopCells(points),
    recipes,
    options,
    driver: 'in-process' as const,
    jobs: 2,
    paritySessions: options.browserSessions,
    predictions: null,
    notes: first.closed
      ? []
      : ['No closed loop: too few of these sessions have a goal that can be known (bench goals says why).'],
  };
}
