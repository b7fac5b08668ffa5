import { SETTLE_MODELS } from '../../../bench/closed-loop/settle-models.ts';
import { datasetsBySeed } from '../../../bench/data/load-dataset.ts';
import { openCache } from '../../../bench/models/cache/open-cache.ts';
import { findRecipes, providerList } from '../../../bench/models/recipes.ts';
import type { GateRecipe } from '../../../contract/gate.ts';
import { type AlignOptions, GENERATED } from '../options.ts';
import { CLOSED_PARTS, closedGround } from './closed-ground.ts';
import { type ClosedPlayer, playClosed } from './play-closed.ts';

/** What plays policies in closed loop, as the options ask; nothing where none is to be. Critic and gate are `settle`'s. */
export async function openClosed(
  options: Pick<AlignOptions, 'cache' | 'closedSessions' | 'logs' | 'providers' | 'reward' | 'sessions'>,
): Promise<{ readonly player?: ClosedPlayer; readonly gate: GateRecipe }> {
  const { closedSessions, logs, sessions = GENERATED, providers, reward } = options;
  const { critic, gate } = await findRecipes(SETTLE_MODELS);
  if (closedSessions === 0) return { gate };
  const { target, delta } = SETTLE_MODELS;
  const training = {
    critic: openCache(options.cache).critic(critic),
    gate,
    gateOptions: { targetPrecision: target, delta },
  };
  const wider = logs === undefined ? datasetsBySeed(logs, sessions + CLOSED_PARTS * closedSessions) : null;
  const player: ClosedPlayer = async (deployed, point, policies) => {
    const ground = closedGround(deployed, wider && (await wider(deployed.seed)), point, closedSessions);
    if (!ground) return null;
    return playClosed({ deployed, ground, policies, training, weights: reward, providers: providerList(providers) });
  };
  return { player, gate };
}
