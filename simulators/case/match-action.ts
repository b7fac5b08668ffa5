import { type Action, actionTarget } from '../../harness/contract/action.ts';
import { isPlace, isSame, rulesOf } from './action-keys.ts';
import { type CaseProgress, isSettled } from './case-progress.ts';
import { type CaseState, DONE, WRONG } from './case-state.ts';
import type { IndexedStep } from './plan-index.ts';
import { shownResult } from './right-actions.ts';

/**
 * How an action fits a plan's step. `right`: its turn has come. `again`: it was done before. `early`: not yet its
 * turn. `fouled`: it rests on a step that was done wrongly. `wrong`: the same form or the like, but not so.
 */
type Fit = 'right' | 'again' | 'early' | 'fouled' | 'wrong';

export interface Match {
  readonly indexed: IndexedStep;
  readonly fit: Fit;
}

/** Which step of the plan an action does, or tries to do; null where it has nothing to do with any. */
export function matchAction(action: Action, state: CaseState, progress: CaseProgress): Match | null {
  const { steps, byTarget } = state.index;
  if (action.kind === 'click_control' && action.control.startsWith('result:'))
    return matchTakeUp(action.control, state, progress);
  const open = state.view.procedure?.id ?? null;
  const alike = (byTarget.get(actionTarget(action)) ?? [])
    .map((stepIndex) => steps[stepIndex] as IndexedStep)
    .filter(({ step }) => isPlace(step, action, state.view));
  const same = alike.filter(({ step, acts }) => {
    const rules = rulesOf(state.offer, step.procedure ?? open);
    return acts.some((act) => isSame(act.action, action, rules));
  });
  const right = same.find((indexed) => isDue(indexed, state, progress));
  if (right) return { indexed: right, fit: 'right' };
  const seeming = same.find((indexed) => seemsDue(indexed, state));
  if (seeming) return { indexed: seeming, fit: progress.foul[seeming.stepIndex] ? 'fouled' : 'early' };
  const again = same.findLast((indexed) => isSettled(indexed, state));
  if (again) return { indexed: again, fit: 'again' };
  if (same[0]) return { indexed: same[0], fit: progress.foul[same[0].stepIndex] ? 'fouled' : 'early' };
  if (action.kind !== 'submit_form') return null;
  const meant =
    alike.find((indexed) => isDue(indexed, state, progress)) ??
    alike.findLast((indexed) => isSettled(indexed, state)) ??
    alike[0];
  return meant ? { indexed: meant, fit: 'wrong' } : null;
}

/** Whether it really is the step's turn. */
const isDue = (indexed: IndexedStep, state: CaseState, { clear }: CaseProgress) =>
  !isSettled(indexed, state) && clear[indexed.stepIndex] === 1;

/**
 * Whether it looks like the step's turn. Where several steps say the same reply, it is then this one that is done too
 * soon: were it taken for another, whoever has noticed nothing would go on saying it.
 */
function seemsDue(indexed: IndexedStep, state: CaseState): boolean {
  const { marks } = state;
  const seemsDone = (before: number) => marks[before] === DONE || marks[before] === WRONG;
  return !seemsDone(indexed.stepIndex) && !isSettled(indexed, state) && indexed.after.every(seemsDone);
}

function matchTakeUp(control: string, state: CaseState, progress: CaseProgress): Match | null {
  const takeUps = state.index.steps.filter(({ source }) => source !== null);
  const due = takeUps.filter((indexed) => isDue(indexed, state, progress));
  const shows = ({ source }: IndexedStep) => shownResult(state, source as number) === control;
  const right = due.find(shows);
  if (right) return { indexed: right, fit: 'right' };
  const other = takeUps.find(shows);
  if (other) {
    const fit = isSettled(other, state) ? 'again' : progress.foul[other.stepIndex] ? 'fouled' : 'early';
    return { indexed: other, fit };
  }
  const meant = due.find(({ required }) => required);
  return meant ? { indexed: meant, fit: 'wrong' } : null;
}
