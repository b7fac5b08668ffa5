import { closedDataset } from '../../bench/closed-loop/open-closed-bench.ts';
import { dealtParts } from '../../bench/closed-loop/planned-parts.ts';
import { SETTLE_MODELS } from '../../bench/closed-loop/settle-models.ts';
import { generatedSessions, generatedShares } from '../../bench/closed-loop/settle-sessions.ts';
import { plannedPart, type RunPlan } from '../../bench/plan/run-plan.ts';
import type { SensitivityOptions } from './options.ts';
import { ARMS } from './play-points.ts';
import { screeningPoints } from './sensitivity.ts';
import { sobolDesign } from './sobol-design.ts';

/** What a screening would play, or the design of the indices. Only the first population is generated. */
export async function planSensitivity(options: SensitivityOptions): Promise<RunPlan> {
  const { seed, sobol, parameters, sessions, taught } = options;
  const points = sobol === undefined ? screeningPoints(options).planned : sobolDesign(parameters, sobol, seed);
  const of = ({ population, settings }: (typeof points)[number]) =>
    JSON.stringify([population.seed, settings.mix.name]);
  const populations = new Set(points.map(of)).size;
  const [first] = points;
  if (!first) throw new Error('No point is to be played.');
  const total = generatedSessions(sessions, taught);
  const loaded = await closedDataset(
    undefined,
    total,
    first.population.seed,
    first.settings.mix.of(first.population.seed),
  );
  const parts = dealtParts(loaded, first.population.seed, generatedShares(total, taught));
  const each = Math.min(sessions, parts.evaluation.length);
  const { policy, critic } = SETTLE_MODELS;
  return {
    loaded,
    points: [{ loop: 'closed', point: `each of ${points.length} points`, arms: ARMS }],
    parts: [
      plannedPart(
        { population: `${populations} alike`, loop: 'closed', episodes: points.length * ARMS.length * each },
        parts,
        each,
      ),
    ],
    models: [
      `Policy ${policy} in each of ${populations} populations and mixes of processes.`,
      `Critic ${critic} and gate ${SETTLE_MODELS.gate} at each of ${points.length} points.`,
    ],
    notes: ['Sessions are of the first population; others are dealt alike.'],
    like: { policy, critic },
    trainings: { policies: populations, gates: points.length },
  };
}
