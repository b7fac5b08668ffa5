import type { Catalog } from '../contract/catalog.ts';
import type { Streams } from '../contract/rng.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { World } from '../contract/world.ts';
import { SimulatedEpisode, stepCap } from './closed-loop.ts';
import type { EpisodeWorld } from './episode-world.ts';
import { LoggedEpisode } from './open-loop.ts';

/** The first moment of a scenario. Throws: where closed loop has no world, open loop is to be forced, or the session has no plan. */
export function openEpisode(
  { cell, session, forced }: Scenario,
  world: World | undefined,
  streams: Streams,
  catalog: Catalog,
): EpisodeWorld {
  if (cell.loop === 'open') {
    if (forced)
      throw new Error(`Cell "${cell.id}" is open loop, which performs the log: force actions in closed loop only.`);
    return new LoggedEpisode(session, catalog);
  }
  if (!world)
    throw new Error(`Cell "${cell.id}" asks for closed loop, but the run has no world: give \`runEpisodes\` a world.`);
  return new SimulatedEpisode(world.begin(session, streams), stepCap(session), session.opened, catalog);
}
