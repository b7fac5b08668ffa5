import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import { DEGRADED } from '../../../simulators/operators/degraded.ts';
import { openCache } from '../../bench/models/cache/open-cache.ts';
import { discover } from '../../bench/models/discover.ts';
import { findRecipes, named } from '../../bench/models/recipes.ts';
import { crossNoise, ratesOf } from '../../bench/noise/noise-grid.ts';
import type { RolloutParts } from '../../bench/rounds/play-rollout.ts';
import type { Drift } from '../../contract/drift.ts';
import type { MonitorRecipe } from '../../contract/monitor.ts';
import type { OodRecipe } from '../../contract/ood.ts';
import { UsageError } from '../../runner/exit-code.ts';
import type { RolloutOptions } from './options.ts';

/** P(an earlier error is noticed at a step), as in the paper preset. */
const NOTICE = PAPER_PRESET.operators.notice;
/** Where no drift or no fallback is wanted. */
const NONE = 'none';

/** Finds what the options name. Throws: `UsageError` that lists what there is. */
export async function findParts(options: RolloutOptions): Promise<RolloutParts> {
  const { policy, critic, gate } = await findRecipes(options);
  const cache = openCache(options.cache);
  const drifts = await discover<Drift>('fixtures/drift', 'drift');
  const oods = await discover<OodRecipe>('policies/ood', 'recipe');
  const monitors = await discover<MonitorRecipe>('policies/monitors', 'recipe');
  const acting = named('--monitor', options.monitor, monitors);
  const [noise, second] = crossNoise(options);
  if (!noise || second) throw new UsageError('--alpha, --beta, --slip: give one rate each; a rollout is one point.');
  const choices = [...drifts, { name: DEGRADED }, { name: NONE }];
  const drift = named('--drift', options.drift, choices).name;
  return {
    policy: cache.policy(policy),
    critic: cache.critic(critic),
    gate,
    ood: options.ood === NONE ? null : named('--ood', options.ood, oods),
    monitors: [acting, ...monitors.filter((monitor) => monitor !== acting)],
    drift: options.driftDay > 0 ? (drifts.find(({ name }) => name === drift) ?? null) : null,
    degrades: drift === DEGRADED,
    noise: { ...ratesOf(noise), notice: NOTICE },
  };
}
