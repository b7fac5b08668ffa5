import { type Action, asSaid } from '../../harness/contract/action.ts';
import { viewAfter } from '../desk/model/view-after.ts';
import { ActionEffects, type EffectContext } from './action-effects.ts';
import { isSame, rulesOf } from './action-keys.ts';
import { applyMessage } from './apply-message.ts';
import { applySubmission } from './apply-submission.ts';
import type { CaseProgress } from './case-progress.ts';
import type { CaseState } from './case-state.ts';
import { answerStep, takeOffence, thinkOn } from './customer/customer.ts';
import { type Match, matchAction } from './match-action.ts';
import { plannedAct } from './plan-index.ts';

/** What an action leads to. One that the screen does not offer leads to nothing. */
export function afterAction(
  state: CaseState,
  performed: Action,
  progress: CaseProgress,
  around: EffectContext,
): ActionEffects {
  const now = new ActionEffects(state, around);
  const rules = rulesOf(state.offer, state.view.procedure?.id ?? null);
  const { control } = plannedAct(performed, rules);
  const action = asSaid(performed, rules);
  if (!state.view.byId.has(control) && !control.startsWith('result:')) return now;
  const match = matchAction(action, state, progress);
  now.openView(viewAfter(state.view, state.offer, action));
  switch (action.kind) {
    case 'submit_form':
      applySubmission(now, action, match);
      break;
    case 'send_text':
      applyMessage(now, action, match, progress);
      break;
    case 'click_control':
      applyClick(now, action, match);
      break;
    case 'select_procedure':
      if (match && match.fit !== 'again') now.markDone(match.indexed.stepIndex);
      break;
    default:
      applyEnding(now, action, progress);
  }
  now.apply(thinkOn(now.customer, state.doubt));
  if (now.offends) now.apply(takeOffence(now.customer));
  return now;
}

function applyClick(now: ActionEffects, action: Extract<Action, { kind: 'click_control' }>, match: Match | null): void {
  if (match === null) {
    if (commits(now, action.control)) now.stray(action);
    return;
  }
  const { indexed, fit } = match;
  const { step, stepIndex, required } = indexed;
  const final = step.effect === 'final';
  if (fit === 'right' || fit === 'early') {
    now.markDone(stepIndex);
    if (final) now.commit(action);
    now.apply(answerStep(now.customer, stepIndex));
  } else if (fit === 'again') {
    if (final) now.stray(action);
  } else {
    if (required) now.markWrong(stepIndex, now.nameOf(action), { final });
    if (final) now.stray(action);
  }
}

/** Whether a button does something to the case rather than lead to another screen. */
function commits({ before }: ActionEffects, control: string): boolean {
  const { procedure, place } = before.view;
  const screen = procedure?.screens.find(({ id }) => id === place?.screen);
  return screen?.buttons.find(({ id }) => `button:${id}` === control)?.critical ?? false;
}

function applyEnding(now: ActionEffects, action: Action, progress: CaseProgress): void {
  const rules = rulesOf(now.before.offer, null);
  const ends = now.before.index.steps.filter((indexed) => indexed.ends);
  const right = progress.finished && ends.find(({ acts }) => acts.some((act) => isSame(act.action, action, rules)));
  now.commit(action);
  if (right) now.markDone(right.stepIndex);
  now.endCase(right ? 'resolved' : action.kind === 'transfer' ? 'transferred-wrongly' : 'closed-wrongly');
}
