import type { Arrival, Environment } from '../../harness/contract/environment.ts';
import type { Session } from '../../harness/contract/session.ts';

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
