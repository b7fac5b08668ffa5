import { planAlike } from '../../bench/closed-loop/planned-parts.ts';
import { SETTLE_MODELS } from '../../bench/closed-loop/settle-models.ts';
import type { RunPlan } from '../../bench/plan/run-plan.ts';
import type { SensitivityOptions } from './options.ts';
import { ARMS } from './play-points.ts';
import { screeningPoints } from './sensitivity.ts';
import { sobolDesign } from './sobol-design.ts';

/** What a screening would play, or the design of the indices. */
export async function planSensitivity(options: SensitivityOptions): Promise<RunPlan> {
  const { seed, sobol, parameters, sessions, taught } = options;
  const points = sobol === undefined ? screeningPoints(options).planned : sobolDesign(parameters, sobol, seed);
  const of = ({ population, settings }: (typeof points)[number]) =>
    JSON.stringify([population.seed, settings.mix.name]);
  const populations = new Set(points.map(of)).size;
  const [first] = points;
  if (!first) throw new Error('No point is to be played.');
  const alike = await planAlike({
    seed: first.population.seed,
    mix: first.settings.mix,
    count: populations,
    sessions,
    taught,
    cells: (points.length * ARMS.length) / populations,
  });
  const { policy, critic } = SETTLE_MODELS;
  return {
    ...alike,
    points: [{ loop: 'closed', point: `each of ${points.length} points`, arms: ARMS }],
    models: [
      `Policy ${policy} in each of ${populations} populations and mixes of processes.`,
      `Critic ${critic} and gate ${SETTLE_MODELS.gate} at each of ${points.length} points.`,
    ],
    like: { policy, critic },
    trainings: { policies: populations, gates: points.length },
  };
}
