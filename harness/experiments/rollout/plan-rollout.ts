import { datasetsBySeed } from '../../bench/data/load-dataset.ts';
import { inEach, type RunPlan } from '../../bench/plan/run-plan.ts';
import { planDays } from '../../bench/rounds/plan-days.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { RolloutOptions } from './options.ts';
import { findParts } from './rollout-parts.ts';

/** What would be played: each session of each day once, by whatever its slice has come to. */
export async function planRollout(options: RolloutOptions): Promise<RunPlan> {
  const { drift } = await findParts(options);
  const loaded = await datasetsBySeed(options.logs)(options.seed);
  const { history, days } = planDays(loaded.dataset, drift, options);
  const { repeats, policy, critic, gate } = options;
  const sessions = sumOf(days, (day) => day.sessions.length);
  return {
    loaded,
    atMost: true,
    points: [
      { loop: 'closed', point: `each of ${days.length} days`, arms: ['human-only, copilot or selective, by slice'] },
    ],
    parts: [
      {
        population: repeats === 1 ? options.seed : `${repeats} alike`,
        loop: 'closed',
        train: history.length,
        feedback: 0,
        calibration: 0,
        evaluation: sessions,
        episodes: repeats * sessions,
      },
    ],
    models: [
      `Policy ${policy}, critic ${critic} and gate ${gate} between days, for each slice, in ${inEach(repeats)}.`,
    ],
    notes: [
      'Sessions whose goal is not known are left out. Other rollouts have sessions of their own, about as many.',
      'What teaches is what the days before brought.',
    ],
    like: { policy, critic },
    trainings: { policies: repeats * days.length, gates: repeats * days.length },
  };
}
