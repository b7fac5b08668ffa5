/**
 * Ids joined by one character so that no two lists of as many ids read the same: a separator or backslash within an
 * id stands behind a backslash. Ids that hold neither stay as they are.
 */
export function joinIds(separator: string, ...ids: readonly string[]): string {
  return ids.map((id) => escaped(id, separator)).join(separator);
}

function escaped(id: string, separator: string): string {
  if (!id.includes(separator) && !id.includes('\\')) return id;
  return id.replaceAll('\\', '\\\\').replaceAll(separator, `\\${separator}`);
}

/** Name of a form's button: in `actionTarget`, and as an end of a flow's edge. */
export function formButton(form: string, button: string): string {
  return joinIds('/', form, button);
}

/** Id of the control that submits a form by one of its buttons. */
export function submitControlId(form: string, button: string): string {
  return `submit:${joinIds('.', form, button)}`;
}

/** Id of the control that holds a form's field. */
export function fieldControlId(form: string, field: string): string {
  return `field:${joinIds('.', form, field)}`;
}
