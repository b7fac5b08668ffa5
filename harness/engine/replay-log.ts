import { actionTarget, sameAction } from '../contract/action.ts';
import { actionRules } from '../contract/action-rules.ts';
import type { Catalog } from '../contract/catalog.ts';
import type { Streams } from '../contract/rng.ts';
import type { Session } from '../contract/session.ts';
import type { World, WorldCase } from '../contract/world.ts';

/** What came of performing exactly the logged actions in a world. */
export type LogReplay = ReturnType<typeof replayLog>;

/** Performs the session's logged actions, one after the other, until the log or the case is over. */
export function replayLog(session: Session, catalog: Catalog, world: World, streams: Streams) {
  let open = session.opened;
  let moment = world.begin(session, streams);
  let steps = 0;
  let right = 0;
  for (const { action } of session.steps) {
    if (moment.over) break;
    steps += 1;
    const rules = actionRules(catalog, open);
    if (moment.truth.acceptable.some((known) => sameAction(known, action, rules))) right += 1;
    if (action.kind === 'select_procedure') open = action.procedure;
    moment = moment.perform(action, 'operator');
  }
  return {
    end: moment.end /** Steps performed: the case may be over before the log is. */,
    steps /** Those of them that were right. */,
    right /** Why the goal was not reached, in one sentence; null where it was. */,
    cause: moment.end.goalReached ? null : causeOf(moment),
  };
}

function causeOf(moment: WorldCase): string {
  const { how, misled } = moment.end;
  if (how === 'unfinished') {
    const next = moment.over ? undefined : moment.truth.acceptable[0];
    return [
      'The log ends before the goal:',
      `${next ? `${actionTarget(next).split(' ')[0]} is left to be done` : 'nothing is left to be done'}.`,
    ].join(' ');
  }
  if (how !== 'resolved') return `The case ended otherwise: ${how}.`;
  if (misled.length > 0) return 'The customer was told something that was not so, and never the right thing after it.';
  return 'What stands at the end differs: fields that a mistake left behind, or something final done twice.';
}
