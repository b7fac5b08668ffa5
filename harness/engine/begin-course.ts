import type { Catalog } from '../contract/catalog.ts';
import type { Streams } from '../contract/rng.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { World } from '../contract/world.ts';
import { CaseCourse, stepCap } from './closed-loop.ts';
import type { Course } from './course.ts';
import { LogCourse } from './open-loop.ts';

/** The first moment of a scenario. Throws: where closed loop has no world, open loop is to be forced, or the session has no plan. */
export function beginCourse(
  { cell, session, forced }: Scenario,
  world: World | undefined,
  streams: Streams,
  catalog: Catalog,
): Course {
  if (cell.loop === 'open') {
    if (forced)
      throw new Error(`Cell "${cell.id}" is open loop, which performs the log: force actions in closed loop only.`);
    return new LogCourse(session, catalog);
  }
  if (!world)
    throw new Error(`Cell "${cell.id}" asks for closed loop, but the run has no world: give \`runEpisodes\` a world.`);
  return new CaseCourse(world.begin(session, streams), stepCap(session), session.opened, catalog);
}
