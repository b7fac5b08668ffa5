import type { Action } from '../contract/action.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { EpisodeWorld } from './episode-world.ts';

/** A step at which something was decided. */
interface DecidedStep {
  readonly scenario: Scenario;
  readonly index: number;
  readonly course: EpisodeWorld;
}

/** What is done in the place of what was decided. To force what would be done anyway changes nothing. */
export function forceAction(
  { scenario, index, course }: DecidedStep,
  decided: Action,
): { chosen: Action; injected: boolean } {
  const { forced } = scenario;
  if (forced?.step !== index) return { chosen: decided, injected: false };
  const chosen = forced.action === 'right' ? course.reference : forced.action;
  return { chosen, injected: !course.same(chosen, decided) };
}
