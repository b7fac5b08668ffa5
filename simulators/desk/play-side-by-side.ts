import type { Environment } from '../../harness/contract/environment.ts';
import type { Session } from '../../harness/contract/session.ts';
import { replaySession } from './replay-session.ts';

/**
 * Each desk replays the next session as soon as it is free, again from the first after the last, while
 * `goOn` answers yes; sessions that are begun are finished. Answers the steps of all desks together.
 */
export async function playSideBySide(
  desks: readonly Environment[],
  sessions: readonly Session[],
  goOn: () => boolean,
): Promise<number> {
  let next = 0;
  const played = desks.map(async (desk) => {
    // A sum of its own: `steps += await …` on a shared one would lose what others added meanwhile.
    let steps = 0;
    while (goOn()) {
      const session = sessions[next++ % sessions.length];
      if (!session) return steps;
      steps += await replaySession(desk, session);
    }
    return steps;
  });
  return (await Promise.all(played)).reduce((sum, steps) => sum + steps, 0);
}
