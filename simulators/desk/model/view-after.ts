import type { Action } from '../../../harness/contract/action.ts';
import { submitControlId } from '../../../harness/contract/join-ids.ts';
import { type DeskOffer, type DeskView, deskView } from './desk-index.ts';

/** The procedure screen that is open after a legal action: the same one unless the action chooses or leads to another. */
export function viewAfter(view: DeskView, offer: DeskOffer, action: Action): DeskView {
  switch (action.kind) {
    case 'select_procedure':
      return deskView(offer, action.procedure, null);
    case 'submit_form':
      return followed(view, offer, submitControlId(action.form, action.button));
    case 'click_control':
      return followed(view, offer, action.control);
    default:
      return view;
  }
}

function followed(view: DeskView, offer: DeskOffer, control: string): DeskView {
  const screen = view.next.get(control);
  return screen === undefined ? view : deskView(offer, view.procedure?.id ?? null, screen);
}
