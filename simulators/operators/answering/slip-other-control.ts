import { type Action, sameAction } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { fillFromScreen } from '../../../harness/contract/shown-values.ts';

/** Slips of the hand to a neighbour: another procedure, reply, button, result, queue or resolution. */
export function otherControls(right: Action, screen: Screen): Action[] {
  const controls = screen.controls.filter((control) => control.enabled);
  return controls
    .flatMap((control) => neighbours(right, control, screen))
    .filter((action) => !sameAction(action, right));
}

function neighbours(right: Action, control: Control, screen: Screen): Action[] {
  switch (right.kind) {
    case 'select_procedure':
      return control.kind === 'procedure' ? [{ kind: 'select_procedure', procedure: control.target }] : [];
    case 'click_control':
      return control.kind === 'button' || control.kind === 'result'
        ? [{ kind: 'click_control', control: control.id }]
        : [];
    case 'submit_form':
      return control.kind === 'submit' && control.form === right.form ? [{ ...right, button: control.target }] : [];
    case 'send_text':
      return control.kind === 'reply'
        ? [{ kind: 'send_text', reply: control.target, text: fillFromScreen(control.label, screen) }]
        : [];
    case 'transfer':
      return control.kind === 'transfer' ? control.options.map((queue) => ({ kind: 'transfer', queue })) : [];
    case 'close':
      return control.kind === 'close' ? control.options.map((resolution) => ({ kind: 'close', resolution })) : [];
  }
}
