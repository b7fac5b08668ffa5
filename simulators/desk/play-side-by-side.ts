import type { Arrival, Environment } from '../../harness/contract/environment.ts';
import type { Session } from '../../harness/contract/session.ts';
import { sumOf } from '../../harness/shared/numbers.ts';

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
  return sumOf(await Promise.all(played));
}

/** Plays a logged session on a desk, looking at the screen before every step. Answers how many steps there were. */
export async function replaySession(desk: Environment, session: Session): Promise<number> {
  await desk.reset({ id: session.id, case: session.case, offered: session.offered, opened: session.opened });
  for (const [index, step] of session.steps.entries()) {
    const result = session.steps[index - 1]?.result;
    const arrivals: Arrival[] = step.arrivals.map(({ text }) => ({ kind: 'message', text }));
    if (result) arrivals.unshift({ kind: 'result', result });
    if (arrivals.length > 0) await desk.deliver(arrivals);
    await desk.observe();
    await desk.perform(step.action, 'operator');
  }
  await desk.observe();
  return session.steps.length;
}
