import type { Action } from '../../../harness/contract/action.ts';
import { type Catalog, findProcedure } from '../../../harness/contract/catalog.ts';
import { isCritical } from '../../../harness/contract/critical.ts';
import { formButton } from '../../../harness/contract/join-ids.ts';
import type { Procedure } from '../../../harness/contract/procedure.ts';
import type { TimelineEntry } from '../../../harness/contract/screen.ts';

/** Why an action asks for a second key: its effects matter, or cannot be taken back at all; null where it does not. */
export function riskOf(action: Action, catalog: Catalog, procedure: Procedure | null): 'critical' | 'final' | null {
  const button =
    action.kind === 'submit_form'
      ? procedure?.forms.find(({ id }) => id === action.form)?.buttons.find(({ id }) => id === action.button)
      : undefined;
  if (button?.final) return 'final';
  return isCritical(action, catalog, procedure?.id ?? null) ? 'critical' : null;
}

/** An action in words: what it does, and to what. */
export interface ActionWords {
  readonly verb: string;
  readonly object: string;
}

/** The words for a proposed action. */
export function describeAction(action: Action, catalog: Catalog, procedure: Procedure | null): ActionWords {
  switch (action.kind) {
    case 'select_procedure':
      return { verb: 'Open procedure', object: findProcedure(catalog, action.procedure)?.title ?? action.procedure };
    case 'submit_form': {
      const count = Object.keys(action.values).length;
      const values = count === 0 ? 'no values' : `${count} ${count === 1 ? 'value' : 'values'}`;
      return { verb: 'Submit', object: `${formWords(procedure, formButton(action.form, action.button))} · ${values}` };
    }
    case 'click_control':
      return clickWords(procedure, action.control);
    case 'send_text':
      return { verb: 'Send', object: `“${action.text}”` };
    case 'transfer':
      return { verb: 'Transfer to', object: action.queue };
    case 'close':
      return { verb: 'Close as', object: action.resolution };
  }
}

const DONE: Readonly<Record<TimelineEntry['kind'], string>> = {
  select_procedure: 'Opened',
  submit_form: 'Submitted',
  click_control: 'Pressed',
  send_text: 'Sent',
  transfer: 'Transferred to',
  close: 'Closed as',
};

/** The words for what was done. */
export function describeEntry(entry: TimelineEntry, catalog: Catalog, procedure: Procedure | null): ActionWords {
  const object = entry.target.slice(entry.kind.length + 1);
  switch (entry.kind) {
    case 'select_procedure':
      return { verb: DONE[entry.kind], object: findProcedure(catalog, object)?.title ?? object };
    case 'submit_form':
      return { verb: DONE[entry.kind], object: formWords(procedure, object) };
    case 'click_control':
      return { ...clickWords(procedure, object), verb: object.startsWith('result:') ? 'Took up' : 'Pressed' };
    case 'send_text':
      return { verb: DONE[entry.kind], object: object === '*' ? 'a message of their own' : `reply ${object}` };
    default:
      return { verb: DONE[entry.kind], object };
  }
}

function formWords(procedure: Procedure | null, target: string): string {
  for (const form of procedure?.forms ?? [])
    for (const button of form.buttons)
      if (formButton(form.id, button.id) === target) return `${form.title} – ${button.label}`;
  return target;
}

function clickWords(procedure: Procedure | null, control: string): ActionWords {
  const id = control.slice(control.indexOf(':') + 1);
  if (control.startsWith('result:')) return { verb: 'Take up', object: `result ${Number(id) + 1}` };
  const button = procedure?.screens.flatMap(({ buttons }) => buttons).find((candidate) => candidate.id === id);
  return { verb: 'Press', object: button?.label ?? id };
}
