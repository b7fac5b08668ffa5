import type { Action } from '../../harness/contract/action.ts';
import type { PlanStep } from '../../harness/contract/case-plan.ts';
import type { DeskView } from '../desk/model/desk-index.ts';

/**
 * Whether an action that is called as a step's can be that step's at all: forms and buttons of two procedures never
 * meet, whatever they are called. A message is its words, whichever procedure is open.
 */
export function isPlace({ procedure }: Pick<PlanStep, 'procedure'>, { kind }: Action, view: DeskView): boolean {
  return procedure === null || kind === 'send_text' || view.procedure?.id === procedure;
}
