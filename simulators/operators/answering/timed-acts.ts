import type { Step } from '../../../harness/contract/session.ts';
import type { Act } from './operator-times.ts';

/** The acts of a step with their times: each begins at the event before it, whoever's that was. */
export function* timedActs(step: Step, readyMs: number): Generator<[Act, number]> {
  const heard = step.arrivals.map(({ atMs }) => atMs);
  const since = (atMs: number, own: readonly number[]) =>
    atMs - Math.max(readyMs, ...[...heard, ...own].filter((before) => before <= atMs));
  let draftingMs = 0;
  const drafted: number[] = [];
  for (const { atMs } of step.drafts) {
    const ms = since(atMs, drafted);
    drafted.push(atMs);
    draftingMs += ms;
    yield ['draft', ms];
  }
  const ms = step.activeMs === null ? since(step.atMs, drafted) : step.activeMs - draftingMs;
  if (ms >= 0) yield [lastAct(step), ms];
}

function lastAct({ action, drafts, suggestion }: Step): Act {
  switch (action.kind) {
    case 'select_procedure':
      return 'procedure';
    case 'submit_form':
      return 'form';
    case 'click_control':
      return 'click';
    case 'transfer':
    case 'close':
      return 'finish';
    case 'send_text':
      if (action.reply === null) return 'freeText';
      return drafts.length > 0 || suggestion ? 'pick' : 'draft';
  }
}
