import type { Action } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import { OPTION_SEPARATOR } from '../../../harness/contract/legal.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { cleanLine } from '../../../harness/contract/text.ts';

/** How often each kind of control is taken up: cases should not end at once. */
const WEIGHT: Readonly<Record<string, number>> = {
  submit: 8,
  button: 3,
  reply: 4,
  compose: 3,
  result: 3,
  procedure: 6,
};

/** The action that the numbers and texts of a move stand for on this screen; null where nothing can be done. */
export function resolveMove(screen: Screen, pick: number, texts: readonly string[]): Action | null {
  const kinds = [...new Set(screen.controls.map(({ kind }) => (kind in WEIGHT || isEnd(kind) ? kind : 'submit')))];
  const tickets = kinds.flatMap((kind) => Array<string>(WEIGHT[kind] ?? 1).fill(kind));
  const kind = tickets[pick % Math.max(1, tickets.length)];
  const candidates = screen.controls.filter((control) => control.kind === kind);
  const control = candidates[Math.floor(pick / tickets.length) % Math.max(1, candidates.length)];
  return control ? actionOn(control, screen, pick, texts) : null;
}

function isEnd(kind: string): boolean {
  return kind === 'transfer' || kind === 'close';
}

function actionOn(control: Control, screen: Screen, pick: number, texts: readonly string[]): Action {
  const option = control.options[pick % Math.max(1, control.options.length)] ?? '';
  const text = texts[0] ?? 'x';
  switch (control.kind) {
    case 'procedure':
      return { kind: 'select_procedure', procedure: control.target };
    case 'reply':
      return { kind: 'send_text', reply: control.target, text: pick % 2 === 0 ? control.label : text };
    case 'compose':
      return { kind: 'send_text', reply: null, text };
    case 'transfer':
      return { kind: 'transfer', queue: option };
    case 'close':
      return { kind: 'close', resolution: option };
    case 'submit':
      return {
        kind: 'submit_form',
        form: control.form ?? '',
        button: control.target,
        values: valuesFor(control, screen, pick, texts),
      };
    default:
      return { kind: 'click_control', control: control.id };
  }
}

function valuesFor(submit: Control, screen: Screen, pick: number, texts: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  const fields = screen.controls.filter(({ form, kind }) => form === submit.form && kind !== 'submit');
  for (const [index, field] of fields.entries()) {
    const skip = !field.required && (pick >> (index % 16)) % 3 === 0;
    const value = skip ? '' : valueFor(field, pick + index, texts[index % texts.length] ?? 'x');
    if (value !== '') values[field.target] = value;
  }
  return values;
}

function valueFor(field: Control, pick: number, text: string): string {
  const { options } = field;
  switch (field.kind) {
    case 'select':
    case 'radio':
      return options[pick % Math.max(1, options.length)] ?? '';
    case 'multiselect':
      return options.filter((_, index) => (pick >> (index % 16)) % 2 === 0).join(OPTION_SEPARATOR);
    case 'checkbox':
      return 'true';
    case 'date':
      return `${String(1 + (pick % 9999)).padStart(4, '0')}-0${1 + (pick % 9)}-${String(1 + (pick % 28)).padStart(2, '0')}`;
    case 'textarea':
      return text;
    default:
      return pick % 3 === 0 ? text.replace(/[\t\n]+/g, ' ') : cleanLine(text) || '0';
  }
}

/** An action like the one given that the screen most likely does not offer. */
export function breakAction(action: Action, pick: number): Action {
  switch (action.kind) {
    case 'select_procedure':
      return { ...action, procedure: `${action.procedure}?` };
    case 'click_control':
      return { ...action, control: ['compose', 'result:999', 'button:"none"', 'field:x.y'][pick % 4] ?? '' };
    case 'send_text':
      return { ...action, reply: 'no such reply' };
    case 'transfer':
      return { ...action, queue: 'No such queue' };
    case 'close':
      return { ...action, resolution: 'No such resolution' };
    case 'submit_form': {
      const [first] = Object.keys(action.values);
      if (pick % 4 === 0 || first === undefined) return { ...action, values: { ...action.values, unknown: 'x' } };
      if (pick % 4 === 1) return { ...action, button: 'no such button' };
      if (pick % 4 === 2) return { ...action, values: { ...action.values, [first]: '\n' } };
      return { ...action, values: {} };
    }
  }
}
