import type { Control } from '../../../harness/contract/control.ts';
import { fieldControlId, submitControlId } from '../../../harness/contract/join-ids.ts';
import type { Field, Form, Procedure, ProcedureScreen, Reply } from '../../../harness/contract/procedure.ts';

const NO_OPTIONS: readonly string[] = Object.freeze([]);

function control(part: Pick<Control, 'id' | 'kind' | 'label' | 'target'> & Partial<Control>): Control {
  return Object.freeze({ form: null, value: '', options: NO_OPTIONS, required: false, enabled: true, ...part });
}

/** Control that opens a procedure. */
export function procedureControl(procedure: Procedure): Control {
  return control({
    id: `procedure:${procedure.id}`,
    kind: 'procedure',
    label: procedure.title,
    target: procedure.id,
  });
}

function fieldControl(form: Form, field: Field): Control {
  return control({
    id: fieldControlId(form.id, field.id),
    kind: field.kind,
    label: field.label,
    target: field.id,
    form: form.id,
    options: field.options.length === 0 ? NO_OPTIONS : field.options,
    required: field.required,
  });
}

/** Controls of a form: its fields, then its buttons. */
export function formControls(form: Form): Control[] {
  const submits = form.buttons.map((button) =>
    control({
      id: submitControlId(form.id, button.id),
      kind: 'submit',
      label: button.label,
      target: button.id,
      form: form.id,
    }),
  );
  return [...form.fields.map((field) => fieldControl(form, field)), ...submits];
}

/** Control that runs one of a procedure screen's own buttons. */
export function buttonControl(button: ProcedureScreen['buttons'][number]): Control {
  return control({ id: `button:${button.id}`, kind: 'button', label: button.label, target: button.id });
}

/** Control that starts a message from a canned reply. */
export function replyControl(reply: Reply): Control {
  return control({ id: `reply:${reply.id}`, kind: 'reply', label: reply.text, target: reply.id });
}

/** Control that takes up the n-th knowledge-base result of the case, counted from 0. */
export function resultControl(index: number): Control {
  return control({ id: `result:${index}`, kind: 'result', label: 'Use this result', target: String(index) });
}

/** Free text, transfer where there are queues, close where there are resolutions. */
export function caseControls(queues: readonly string[], resolutions: readonly string[]): Control[] {
  const controls = [control({ id: 'compose', kind: 'compose', label: 'Message to the customer', target: 'compose' })];
  if (queues.length > 0)
    controls.push(
      control({ id: 'transfer', kind: 'transfer', label: 'Transfer', target: 'transfer', options: queues }),
    );
  if (resolutions.length > 0)
    controls.push(control({ id: 'close', kind: 'close', label: 'Close case', target: 'close', options: resolutions }));
  return controls;
}
