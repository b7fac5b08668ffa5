import { planAlike } from '../../bench/closed-loop/planned-parts.ts';
import { SETTLE_MODELS } from '../../bench/closed-loop/settle-models.ts';
import type { RunPlan } from '../../bench/plan/run-plan.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { sumOf } from '../../shared/numbers.ts';
import { mixesOf, pointsOf } from './fit-preset.ts';
import type { FitPresetOptions } from './options.ts';
import { playedOf } from './play-preset.ts';

/** What would be played. */
export async function planFitPreset(options: FitPresetOptions): Promise<RunPlan> {
  const { seed, sessions, taught } = options;
  const mixes = mixesOf(options.mix);
  const [first] = mixes;
  if (!first) throw new UsageError('--mix: name one mix at least.');
  const populations = options.populations * mixes.length;
  const points = pointsOf(options).map((point) => ({ ...playedOf(point), point }));
  const cells = sumOf(points, (one) => one.cells);
  const alike = await planAlike({ seed, mix: first, count: populations, sessions, taught, cells });
  const { policy, critic } = SETTLE_MODELS;
  return {
    ...alike,
    points: points.map(({ arms, point }) => ({
      loop: 'closed',
      point: `settled ${point.settled}, β ${point.beta}`,
      arms,
    })),
    models: [
      `Policy ${policy} in each of ${populations} populations and mixes; a chatbot where one is played.`,
      `Critic ${critic} and gate ${SETTLE_MODELS.gate} at each of ${points.length} points in each of them.`,
    ],
    notes: ['Arms in which operators read are played again without that part of their time.', ...alike.notes],
    like: { policy, critic },
    trainings: { policies: populations, gates: populations * points.length },
  };
}
