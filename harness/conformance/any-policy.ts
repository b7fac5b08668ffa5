import { illegalReason } from '../contract/legal.ts';
import type { Policy } from '../contract/policy.ts';
import type { Screen } from '../contract/screen.ts';
import type { Session } from '../contract/session.ts';
import { createRng } from '../shared/streams.ts';
import { legalActions } from './legal-actions.ts';
import { placeOf } from './place-of.ts';

/**
 * A policy that nobody trained, right now and then: it proposes something that the case's own log did or, as often,
 * anything that the screen offers, by place and fields and not by what was said so far. Another name is another policy.
 */
export function anyPolicy(name: string, sessions: readonly Session[]): Policy {
  const logs = new Map(sessions.map(({ id, steps }) => [id, steps.map(({ action }) => action)]));
  const suggest = (screen: Screen) => {
    const rng = createRng('test', name, placeOf(screen));
    const logged = (logs.get(screen.caseId) ?? []).filter((action) => illegalReason(action, screen) === null);
    const from = rng.next() < 0.5 && logged.length > 0 ? logged : legalActions(screen);
    const action = from[Math.floor(rng.next() * from.length)];
    return { ranked: action ? [{ action, confidence: rng.next() }] : [] };
  };
  return {
    name,
    provider: 'none',
    suggest: async (screens) => screens.map(suggest),
    dispose: async () => undefined,
  };
}
