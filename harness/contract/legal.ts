import type { Action } from './action.ts';
import type { Control } from './control.ts';
import { submitControlId } from './join-ids.ts';
import type { Screen } from './screen.ts';

/** Joins the options of a multiselect's value. */
export const OPTION_SEPARATOR = ' | ';

/** Why the screen does not offer the action, in one sentence; null where it does. */
export function illegalReason(action: Action, screen: Screen): string | null {
  if (screen.status !== 'open') return `the case is ${screen.status}`;
  switch (action.kind) {
    case 'select_procedure':
      return needs(screen, `procedure:${action.procedure}`);
    case 'click_control':
      return /^(button|result):/.test(action.control)
        ? needs(screen, action.control)
        : `"${action.control}" is not a button`;
    case 'send_text':
      return needs(screen, action.reply === null ? 'compose' : `reply:${action.reply}`);
    case 'transfer':
      return needs(screen, 'transfer', action.queue);
    case 'close':
      return needs(screen, 'close', action.resolution);
    case 'submit_form':
      return needs(screen, submitControlId(action.form, action.button)) ?? badValues(action, screen);
  }
}

function needs(screen: Screen, id: string, option?: string): string | null {
  const control = screen.controls.find((candidate) => candidate.id === id);
  if (!control) return `the screen has no control "${id}"`;
  if (!control.enabled) return `control "${id}" is disabled`;
  if (option !== undefined && !control.options.includes(option)) return `control "${id}" does not offer "${option}"`;
  return null;
}

function badValues(action: Extract<Action, { kind: 'submit_form' }>, screen: Screen): string | null {
  const fields = new Map<string, Control>();
  for (const control of screen.controls)
    if (control.form === action.form && control.kind !== 'submit') fields.set(control.target, control);
  for (const [id, value] of Object.entries(action.values)) {
    const field = fields.get(id);
    if (!field) return `form "${action.form}" has no field "${id}"`;
    if (!fits(field, value)) return `field "${id}" cannot hold ${JSON.stringify(value.slice(0, 80))}`;
  }
  for (const [id, field] of fields)
    if (field.required && !Object.hasOwn(action.values, id)) return `field "${id}" is required`;
  return null;
}

/** Whether a field of this kind can hold the value, so that a browser's control would keep it unchanged. */
export function fits(field: Pick<Control, 'kind' | 'options'>, value: string): boolean {
  switch (field.kind) {
    case 'select':
    case 'radio':
      return field.options.includes(value);
    case 'multiselect': {
      const chosen = value.split(OPTION_SEPARATOR);
      return field.options.filter((option) => chosen.includes(option)).join(OPTION_SEPARATOR) === value;
    }
    case 'checkbox':
      return value === 'true';
    case 'date':
      return isCalendarDay(value);
    case 'textarea':
      return value !== '';
    default:
      return value !== '' && !/[\t\n]/.test(value);
  }
}

/** A day that exists, written `2024-02-29`; a date control holds no other. */
function isCalendarDay(value: string): boolean {
  if (!/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value) || value < '0001') return false;
  return new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);
}
