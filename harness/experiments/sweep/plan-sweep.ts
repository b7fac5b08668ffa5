import { findRecipes } from '../../bench/models/recipes.ts';
import { type PlannedPart, plannedPart, type RunPlan } from '../../bench/plan/run-plan.ts';
import { pointsOf } from '../../bench/staged/plan-staged.ts';
import { comparisonsOf, comparisonsOfShard, inWords } from '../../bench/sweep/plan.ts';
import type { SweepOptions } from './options.ts';
import { datasetsOf, prepareComparison } from './sweep.ts';

/** What a sweep, or a shard of it, would play: a part for each comparison. */
export async function planSweep(options: SweepOptions): Promise<RunPlan> {
  const { plan, shard = null } = options;
  const all = comparisonsOf(plan);
  for (const one of all) await findRecipes({ ...one, encoder: options.encoder });
  const own = comparisonsOfShard(all, shard);
  const load = datasetsOf(options);
  const parts: PlannedPart[] = [];
  const points: RunPlan['points'][number][] = [];
  for (const comparison of own) {
    const { split, cells, closed } = await prepareComparison(comparison, options, load);
    const played = closed?.cells ?? cells;
    const own = { ...split.parts, ...closed?.parts };
    const of = { population: comparison.id, loop: plan.loop, episodes: own.evaluation.length * played.length };
    parts.push(plannedPart(of, own));
    points.push(...pointsOf(played).map((point) => ({ ...point, point: inWords(comparison) })));
  }
  const policies = new Set(own.map(({ seed, policy }) => JSON.stringify([seed, policy]))).size;
  const [{ policy, critic, seed } = { policy: '', critic: '', seed: options.seed }] = own;
  return {
    loaded: await load(seed),
    points,
    parts,
    ...(plan.adaptive && { atMost: true }),
    models: [
      `A policy for each seed and policy of the plan: ${policies} in all.`,
      `A critic and a gate for each comparison: ${own.length} in all.`,
    ],
    notes: [
      ...(shard ? [`Shard ${shard.index} of ${shard.count}: ${own.length} of ${all.length} comparisons.`] : []),
      ...(plan.adaptive ? ['A comparison that is decided plays no further sessions.'] : []),
    ],
    like: { policy, critic },
    trainings: { policies, gates: own.length },
  };
}
