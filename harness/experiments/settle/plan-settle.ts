import type { Play } from '../../bench/arms/play-folds.ts';
import { closedDataset } from '../../bench/closed-loop/open-closed-bench.ts';
import { settlePoints } from '../../bench/closed-loop/settle-points.ts';
import { generatedSessions, type SettleFold, settleSessions } from '../../bench/closed-loop/settle-sessions.ts';
import { populationsWith } from '../../bench/data/populations.ts';
import { openCache } from '../../bench/models/cache/open-cache.ts';
import { findRecipes } from '../../bench/models/recipes.ts';
import { inEach, plannedPart, type RunPlan } from '../../bench/plan/run-plan.ts';
import { usualSessions } from '../../bench/rounds/play-monitored.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { SettleOptions } from './options.ts';
import { foldsOf } from './settle.ts';
import { settlePlays } from './settle-plays.ts';

/** What would be played. */
export async function planSettle(options: SettleOptions): Promise<RunPlan> {
  const { logs, policy, critic, gate } = options;
  const folds = foldsOf(options);
  const recipes = await findRecipes(options);
  const plays = await settlePlays(settlePoints(options), options, { recipes, cache: openCache(options.cache) });
  const dealt = await populationsWith(options, async (own) => {
    const loaded = await closedDataset(logs, generatedSessions(options.sessions, options.taught), own);
    const { folds: all } = settleSessions(loaded, { ...options, folds, seed: own });
    return { loaded, folds: all.filter((fold) => fold.all.length > 0) };
  });
  const trained = sumOf(dealt, (one) => one.folds.length);
  const gates = sumOf(plays, ({ arms }) => arms.filter(({ recipe }) => recipe).length);
  const populations = dealt.length;
  return {
    loaded: dealt[0].loaded,
    points: plays.map(({ point, arms }) => ({
      loop: 'closed',
      point: point.label,
      arms: arms.map(({ name }) => name),
    })),
    parts: dealt.flatMap(({ seed, folds: own }) =>
      own.map((fold) => {
        const population = own.length > 1 ? `${seed}, fold ${fold.fold}` : seed;
        const episodes = sumOf(plays, (play) => episodesOf(play, fold));
        return plannedPart({ population, loop: 'closed', episodes }, fold.parts, fold.all.length);
      }),
    ),
    models: [
      `Policy ${policy} and a chatbot in ${inEach(populations)}${folds > 1 && logs !== undefined ? `, in each of ${folds} folds` : ''}.`,
      `Critic ${critic} and gate ${gate}, or a remedy in their place, for ${gates} arms in ${inEach(trained)}.`,
    ],
    notes: [
      `Points of the grid and remedies get ${options.pointSessions} sessions at most.`,
      'Guardrails first see how things usually are: in sessions of the feedback, once with operators alone and once with suggestions.',
    ],
    like: { policy, critic },
    trainings: { policies: trained, gates: trained * plays.length },
  };
}

/** Episodes of all arms of a point in a fold. What guardrails see before their first round is kept, too. */
function episodesOf({ arms, sessions }: Play, fold: SettleFold): number {
  const count = fold[sessions].length;
  if (count === 0) return 0;
  const watched = arms.filter(({ watch }) => watch).length;
  return arms.length * count + watched * 2 * usualSessions(fold.parts.feedback);
}
