import { planPopulations } from '../../bench/closed-loop/in-populations.ts';
import { CLEAN } from '../../bench/closed-loop/settle-points.ts';
import { findRecipes } from '../../bench/models/recipes.ts';
import { inEach, type PlannedPoint, type RunPlan } from '../../bench/plan/run-plan.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { PropagationOptions } from './options.ts';
import { CORRECTED, GATED, NO_GATE } from './play-settings.ts';
import { populationsFor, targetsOf } from './propagation.ts';
import { propagationPoints } from './propagation-points.ts';

/** What would be played. Gates that come out alike are played once, so that there are as many episodes at most. */
export async function planPropagation(options: PropagationOptions): Promise<RunPlan> {
  await findRecipes(options);
  const targets = targetsOf(options);
  const gates = (name: string) => targets.map((target) => `${name} ${target}`);
  const points = propagationPoints(options).map(
    ({ label, operators }): PlannedPoint => ({
      loop: 'closed',
      point: label,
      arms: [
        ...['human-only', 'copilot', 'oracle gate', ...gates(GATED)],
        ...[...(operators === CLEAN.label ? [] : gates(CORRECTED)), NO_GATE],
      ],
    }),
  );
  const cells = sumOf(points, ({ arms }) => arms.length);
  const found = await planPopulations(options, populationsFor(options), ({ evaluation }) => {
    const sessions = Math.min(options.sessions, evaluation.length);
    return { sessions, episodes: sessions * cells };
  });
  const count = found.parts.length;
  return {
    ...found,
    points,
    atMost: true,
    models: [
      `Policy ${options.policy} in ${inEach(count)}.`,
      `Critic ${options.critic} and gates ${options.gate} at each of ${points.length} points in ${inEach(count)}.`,
    ],
    notes: [
      'Gates of a point that come out alike are played once.',
      `Up to ${options.twinsPerSession} errors of a session, ${options.twins} of a cell, get a twin beside that; control twins, too.`,
    ],
    trainings: { policies: count, gates: count * points.length },
  };
}
