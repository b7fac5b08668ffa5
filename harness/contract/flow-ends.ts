import { formButton } from './join-ids.ts';
import type { Procedure } from './procedure.ts';

/** A button of a form, as the end of a flow's edge. */
export interface FlowEnd {
  readonly form: string;
  readonly button: string;
}

/**
 * How the edges of a procedure's flow name its forms' buttons: as `formButton` does; also as plain `form/button`
 * where a slash or backslash in an id leaves no doubt which is meant.
 */
export function flowEnds({ forms }: Pick<Procedure, 'forms'>): ReadonlyMap<string, FlowEnd> {
  const all = forms.flatMap((form) => form.buttons.map((button): FlowEnd => ({ form: form.id, button: button.id })));
  const ends = new Map(all.map((end) => [formButton(end.form, end.button), end]));
  const plain = (end: FlowEnd) => `${end.form}/${end.button}`;
  for (const end of all) {
    const name = plain(end);
    if (!ends.has(name) && all.filter((other) => plain(other) === name).length === 1) ends.set(name, end);
  }
  return ends;
}
