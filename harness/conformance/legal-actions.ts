import type { Action } from '../contract/action.ts';
import type { Control } from '../contract/control.ts';
import { illegalReason } from '../contract/legal.ts';
import type { Screen } from '../contract/screen.ts';

/** What can be done on a screen without filling in a form. */
export function legalActions(screen: Screen): Action[] {
  return screen.controls.flatMap(actionsOf).filter((action) => illegalReason(action, screen) === null);
}

function actionsOf({ id, kind, target, label, options }: Control): Action[] {
  switch (kind) {
    case 'procedure':
      return [{ kind: 'select_procedure', procedure: target }];
    case 'reply':
      return [{ kind: 'send_text', reply: target, text: label }];
    case 'compose':
      return [{ kind: 'send_text', reply: null, text: 'One moment, please.' }];
    case 'button':
    case 'result':
      return [{ kind: 'click_control', control: id }];
    case 'transfer':
      return options.map((queue) => ({ kind: 'transfer', queue }));
    case 'close':
      return options.map((resolution) => ({ kind: 'close', resolution }));
    default:
      return [];
  }
}
