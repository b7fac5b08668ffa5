import { type Action, actionKey } from '../contract/action.ts';
import type { Screen } from '../contract/screen.ts';
import type { TraceStep } from '../contract/trace.ts';
import { Hasher } from '../shared/hash.ts';

/** The steps done so far, newest first: states share their past. */
export interface StepHistory {
  readonly step: TraceStep;
  /** What automation did and in which visible case; null where an operator acted, and in open loop. */
  readonly mark: string | null;
  readonly before: StepHistory | null;
}

/** Whether automation has done the same in the same visible case before. */
export function wasAlreadyDone(past: StepHistory | null, mark: string): boolean {
  for (let at = past; at; at = at.before) if (at.mark === mark) return true;
  return false;
}

/** The steps in the order in which they were done. */
export function stepsOf(past: StepHistory | null): TraceStep[] {
  const steps: TraceStep[] = [];
  for (let at = past; at; at = at.before) steps.push(at.step);
  return steps.reverse();
}

/**
 * Names an action and what anybody can see of the case that bears on it: the open screen, the fields, the last
 * result, what was selected, and what the customer said last. The desk's own messages and timeline are left out:
 * automation that has done the same in the same visible case before goes round in circles.
 */
export function actionFingerprint(screen: Screen, action: Action): string {
  const { procedure, fields, results, messages } = screen;
  const hasher = new Hasher().text(actionKey(action));
  hasher.text(procedure?.id ?? '').text(procedure?.screen ?? '');
  hasher.record(fields);
  const last = results.at(-1);
  if (last) {
    hasher.text(last.form).text(last.status ?? '');
    hasher.number(last.items.length);
    for (const item of last.items) hasher.record(item);
  }
  for (const result of results) if (result.selected) hasher.text(result.control);
  return hasher.text(messages.findLast(({ author }) => author === 'customer')?.text ?? '').digest();
}
