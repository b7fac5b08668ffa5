import type { Play } from '../../bench/arms/play-folds.ts';
import type { ArmSpec } from '../../bench/arms/play-point.ts';
import type { OpenBench } from '../../bench/closed-loop/open-closed-bench.ts';
import { CLEAN, PAPER, type SettlePoint, withTrait } from '../../bench/closed-loop/settle-points.ts';
import { discover } from '../../bench/models/discover.ts';
import type { CriticRecipe } from '../../contract/critic.ts';
import type { MonitorRecipe } from '../../contract/monitor.ts';
import type { SettleOptions } from './options.ts';

const HUMAN: ArmSpec = { arm: 'human-only', name: 'human-only' };
const ACCEPTANCE: ArmSpec = { arm: 'selective', name: 'selective, acceptance', recipe: { threshold: 'acceptance' } };
const CORRECTED: ArmSpec = { arm: 'selective', name: 'selective, corrected', recipe: { threshold: 'corrected' } };

const ORACLE: ArmSpec = { arm: 'oracle', name: 'oracle gate' };
const COPILOT: ArmSpec = { arm: 'copilot', name: 'copilot with confirmation' };
const CONFIRMED: ArmSpec = {
  arm: 'confirmed-close',
  name: 'confirmed close',
  recipe: { threshold: 'acceptance' },
};
/** The remedy whose policy was trained on with operators' answers. */
export const ALIGNED = 'aligned policy';
/** The monitor of the guardrails: of those that promise a mean run, the one that needs no more than that. */
const WATCHING = 'cusum';
/** Refusals at random and a strong automation bias: feedback that is neither consistent nor unbiased. */
const BAD = withTrait(withTrait(PAPER, 'settled-refusals', 0), 'automation-bias', 2);
const CLEAN_ARMS: readonly ArmSpec[] = [HUMAN, COPILOT, ACCEPTANCE, ORACLE];
const PAPER_ARMS: readonly ArmSpec[] = [
  HUMAN,
  { arm: 'chatbot', name: 'intent chatbot' },
  COPILOT,
  ACCEPTANCE,
  CORRECTED,
  CONFIRMED,
  ORACLE,
];

/** Everything that is played, in order. The same arms at the same points whatever the bench, so that folds can be pooled. */
export async function settlePlays(
  points: readonly SettlePoint[],
  { logs, critic }: Pick<SettleOptions, 'logs' | 'critic'>,
  open: Pick<OpenBench, 'recipes' | 'cache'>,
): Promise<Play[]> {
  return [
    { table: 'arms', point: CLEAN, arms: CLEAN_ARMS, sessions: logs === undefined ? 'few' : 'all' },
    { table: 'arms', point: PAPER, arms: PAPER_ARMS, sessions: 'all' },
    ...points.map((point): Play => ({ table: 'grid', point, arms: [HUMAN, ACCEPTANCE, CORRECTED], sessions: 'few' })),
    { table: 'remedies', point: BAD, arms: await remedyArms(critic, open), sessions: 'few' },
  ];
}

/** Each remedy by itself, then what goes together. */
async function remedyArms(
  critic: string,
  { recipes, cache }: Pick<OpenBench, 'recipes' | 'cache'>,
): Promise<ArmSpec[]> {
  const monitors = await discover<MonitorRecipe>('policies/monitors', 'recipe');
  const cusum = monitors.filter(({ name }) => name === WATCHING);
  const critics = await discover<CriticRecipe>('policies/critics', 'recipe');
  const aware = critics.find(({ name }) => name === `${critic}-forward`);
  return [
    HUMAN,
    ACCEPTANCE,
    ...(aware
      ? [{ arm: 'selective', name: 'noise-aware critic', recipe: { threshold: 'corrected', critic: aware } } as const]
      : []),
    CORRECTED,
    { arm: 'selective', name: 'double review', recipe: { threshold: 'acceptance', doubleReview: true } },
    { arm: 'confirmed-close', name: 'confirmed close', recipe: { threshold: 'acceptance' } },
    ...(recipes.policy.alignable
      ? [{ arm: 'selective', name: ALIGNED, recipe: { threshold: 'acceptance', aligned: true } } as const]
      : []),
    {
      arm: 'selective',
      name: 'monitors',
      recipe: { threshold: 'acceptance' },
      watch: { policy: cache.policy(recipes.policy), monitors: cusum },
    },
    ORACLE,
  ];
}
