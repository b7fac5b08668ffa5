import { plannedPart, type RunPlan } from '../../bench/plan/run-plan.ts';
import { prepareCritics } from './critics.ts';
import type { CriticsOptions } from './options.ts';

/** What would be played: operators with a copilot in all sessions but those that train the policy, at each noise level. */
export async function planCritics(options: CriticsOptions): Promise<RunPlan> {
  const { rooms, points, loaded, split } = await prepareCritics(options);
  const { feedback, calibration, evaluation } = split.parts;
  const sessions = feedback.length + calibration.length + evaluation.length;
  return {
    loaded,
    points: points.map(({ alpha, beta, slip }) => ({
      loop: 'open',
      point: `α ${alpha.label} β ${beta.label} slip ${slip.label}`,
      arms: ['copilot'],
    })),
    parts: [plannedPart({ population: options.seed, loop: 'open', episodes: points.length * sessions }, split.parts)],
    models: [
      `Policy ${options.policy}.`,
      `${rooms.critics.length} critics at each of ${points.length} noise levels: ${rooms.critics.map(({ name }) => name).join(', ')}.`,
      `Gates by each critic: ${rooms.gates.map(({ name }) => name).join(', ')}.`,
    ],
    notes: [
      'Sessions of feedback, calibration and evaluation are played alike; no episode is kept.',
      `Then resamples: ${options.draws} of sessions, ${options.redraws} of feedback. The estimate of time holds neither.`,
    ],
    like: { policy: options.policy, critic: options.critic },
    trainings: { policies: 1, gates: points.length * rooms.critics.length },
  };
}
