import { type Action, type ActionKind, actionTarget, type FormValues } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import { comparableName } from '../../../harness/contract/fill-template.ts';
import { perObject } from '../../../harness/contract/remember.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { fillFromScreen, openSlots } from '../../../harness/contract/shown-values.ts';
import { sayable } from './sayable.ts';

/** One action that the screen offers, before form values are filled in. Free text is never one. */
export interface Candidate {
  readonly kind: ActionKind;
  /** `actionTarget` of the action. */
  readonly target: string;
  /** What a person reads on it. */
  readonly label: string;
  readonly control: Control;
}

const NOTHING: readonly Candidate[] = [];

/** The actions that the screen offers, in the order of its controls. The same list for the same list of controls. */
export function candidates(screen: Screen): readonly Candidate[] {
  return screen.status === 'open' ? ofControls(screen.controls) : NOTHING;
}

// A control's candidates never change; controls, and lists of them, are shared by a procedure's screens.
const ofControl = perObject(offeredBy);
const ofControls = perObject((controls: Screen['controls']): readonly Candidate[] =>
  controls.flatMap((control) => (control.enabled ? ofControl(control) : [])),
);

/** What a candidate is filled in with. */
export interface Filling {
  /** Of a form that is submitted; null where it cannot be filled so that the screen takes it. */
  readonly values: (form: string) => FormValues | null;
  /** What is known beside what the screen shows, for the slots of a message. */
  readonly said?: readonly FormValues[];
}

/** The candidate as an action; null where its form cannot be filled. A message whose slots nothing fills has holes. */
export function candidateAction(candidate: Candidate, screen: Screen, { values, said = [] }: Filling): Action | null {
  const { control } = candidate;
  switch (candidate.kind) {
    case 'select_procedure':
      return { kind: 'select_procedure', procedure: control.target };
    case 'click_control':
      return { kind: 'click_control', control: control.id };
    case 'send_text': {
      const sayableValues = control.label.includes('{') ? said.map((values) => sayable(values, screen)) : [];
      return { kind: 'send_text', reply: control.target, text: fillFromScreen(control.label, screen, sayableValues) };
    }
    case 'transfer':
      return { kind: 'transfer', queue: candidate.label };
    case 'close':
      return { kind: 'close', resolution: candidate.label };
    case 'submit_form': {
      const form = control.form ?? '';
      const filled = values(form);
      return filled && { kind: 'submit_form', form, button: control.target, values: filled };
    }
  }
}

function offeredBy(control: Control): Candidate[] {
  const { id, label, target } = control;
  const one = (action: Action, text = label): Candidate => ({
    kind: action.kind,
    target: actionTarget(action),
    label: text,
    control,
  });
  switch (control.kind) {
    case 'procedure':
      return [one({ kind: 'select_procedure', procedure: target })];
    case 'submit':
      return [one({ kind: 'submit_form', form: control.form ?? '', button: target, values: {} })];
    case 'button':
    case 'result':
      return [one({ kind: 'click_control', control: id })];
    case 'reply':
      return [one({ kind: 'send_text', reply: target, text: label })];
    case 'transfer':
      return control.options.map((queue) => one({ kind: 'transfer', queue }, queue));
    case 'close':
      return control.options.map((resolution) => one({ kind: 'close', resolution }, resolution));
    default:
      return [];
  }
}

/** Forms on the screen that ask for what would fill the slots of a candidate message; none for anything else. */
export function formsAsking({ kind, control }: Candidate, screen: Screen): string[] {
  if (kind !== 'send_text') return [];
  const slots = openSlots(control.label, screen);
  if (slots.length === 0) return [];
  const forms = screen.controls.flatMap((field) =>
    field.form !== null && field.kind !== 'submit' && slots.includes(comparableName(field.target)) ? [field.form] : [],
  );
  return [...new Set(forms)];
}
