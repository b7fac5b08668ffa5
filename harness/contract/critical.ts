import type { Action } from './action.ts';
import { type Catalog, findProcedure } from './catalog.ts';

/**
 * Whether an action has effects that need an accept before it may run (a commitment, a message that
 * cannot be unsent), as the open procedure marks it. Choosing a procedure never is.
 */
export function isCritical(action: Action, catalog: Catalog, openProcedure: string | null): boolean {
  const procedure = findProcedure(catalog, openProcedure);
  switch (action.kind) {
    case 'select_procedure':
      return false;
    case 'submit_form':
      return (
        procedure?.forms.find((form) => form.id === action.form)?.buttons.find((button) => button.id === action.button)
          ?.critical ?? true
      );
    case 'click_control':
      return (
        procedure?.screens
          .flatMap((screen) => screen.buttons)
          .find((button) => `button:${button.id}` === action.control)?.critical ?? false
      );
    case 'send_text': {
      if (action.reply === null) return catalog.desk.critical.freeText;
      const replies = [...(procedure?.replies ?? []), ...catalog.desk.replies];
      return replies.find((reply) => reply.id === action.reply)?.critical ?? true;
    }
    case 'transfer':
      return catalog.desk.critical.transfer;
    case 'close':
      return catalog.desk.critical.close;
  }
}
