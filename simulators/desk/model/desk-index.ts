import type { Catalog } from '../../../harness/contract/catalog.ts';
import type { Control } from '../../../harness/contract/control.ts';
import { fieldControlId, submitControlId } from '../../../harness/contract/join-ids.ts';
import type { Field, Form, Procedure, ProcedureScreen, Reply } from '../../../harness/contract/procedure.ts';
import { perObject } from '../../../harness/contract/remember.ts';
import { SCREEN_RESULTS, type Screen } from '../../../harness/contract/screen.ts';

/** What one procedure screen shows under one offer: built once, shared by all cases that reach it. */
export interface DeskView {
  readonly procedure: Procedure | null;
  readonly place: Screen['procedure'];
  /** Forms on the screen, in order. */
  readonly forms: readonly Form[];
  /** Where a button or a form's button leads; absent where it stays. Keys as in control ids. */
  readonly next: ReadonlyMap<string, string>;
  /** `submit:…` ids whose values become case fields. */
  readonly writes: ReadonlySet<string>;
  readonly byId: ReadonlyMap<string, Control>;
  /** Fields of each form, by field id. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, Control>>;
  readonly controls: readonly Control[];
  /** The same controls with those of the last results, by how many results the case has. Grows as needed. */
  readonly withResults: (readonly Control[])[];
}

/** The views of one catalog under one offer of procedures. */
export interface DeskOffer {
  readonly index: DeskIndex;
  readonly procedures: readonly Control[];
  /** Views by procedure and screen; the empty key is the desk without a procedure. */
  readonly views: Map<string, DeskView>;
}

/** A catalog prepared for look-up. */
export interface DeskIndex {
  readonly catalog: Catalog;
  readonly procedures: ReadonlyMap<string, Procedure>;
  readonly caseControls: readonly Control[];
  readonly offers: Map<string, DeskOffer>;
}

const resultControls: Control[] = [];

/** The index of a catalog, made at first use. Throws: where a procedure names a form, reply or screen that it lacks. */
export const deskIndex = perObject((catalog: Catalog): DeskIndex => {
  for (const procedure of catalog.procedures) checkReferences(procedure);
  return {
    catalog,
    procedures: new Map(catalog.procedures.map((procedure) => [procedure.id, procedure])),
    caseControls: caseControls(catalog.desk.queues, catalog.desk.resolutions),
    offers: new Map(),
  };
});

function checkReferences(procedure: Procedure): void {
  const need = (kind: string, known: readonly { id: string }[], ids: readonly string[], place: string) => {
    for (const id of ids)
      if (!known.some((item) => item.id === id))
        throw new Error(
          `Procedure "${procedure.id}" has no ${kind} "${id}", named in ${place}: correct procedures.json.`,
        );
  };
  for (const screen of procedure.screens) {
    const place = `screen "${screen.id}"`;
    need('form', procedure.forms, screen.forms, place);
    need('reply', procedure.replies, screen.replies, place);
    need('screen', procedure.screens, nexts(screen.buttons), place);
  }
  for (const form of procedure.forms)
    need('screen', procedure.screens, nexts(form.buttons), `the buttons of form "${form.id}"`);
}

function nexts(buttons: readonly { next: string | null }[]): string[] {
  return buttons.flatMap((button) => (button.next === null ? [] : [button.next]));
}

/** The offer of some procedures, or of all for null. Throws: where the catalog lacks one. */
export function deskOffer(index: DeskIndex, offered: readonly string[] | null): DeskOffer {
  const key = offered === null ? '' : offered.join('\n');
  let offer = index.offers.get(key);
  if (!offer) {
    const ids = offered === null ? [...index.procedures.keys()] : [...new Set(offered)];
    offer = { index, procedures: ids.map((id) => procedureControl(procedureOf(index, id))), views: new Map() };
    index.offers.set(key, offer);
  }
  return offer;
}

function procedureOf(index: DeskIndex, id: string): Procedure {
  const procedure = index.procedures.get(id);
  if (!procedure) throw new Error(`The catalog "${index.catalog.name}" has no procedure "${id}".`);
  return procedure;
}

/**
 * The view of a procedure's screen (its first where `screenId` is null), or of the desk without a
 * procedure. Throws: where the catalog lacks it.
 */
export function deskView(offer: DeskOffer, procedureId: string | null, screenId: string | null): DeskView {
  const key = procedureId === null ? '' : `${procedureId}\n${screenId ?? ''}`;
  let view = offer.views.get(key);
  if (!view) {
    view = procedureId === null ? buildView(offer, null, null) : procedureView(offer, procedureId, screenId);
    offer.views.set(key, view);
  }
  return view;
}

function procedureView(offer: DeskOffer, procedureId: string, screenId: string | null): DeskView {
  const procedure = procedureOf(offer.index, procedureId);
  const first = procedure.screens[0] as ProcedureScreen;
  if (screenId === null) return deskView(offer, procedureId, first.id);
  const screen = procedure.screens.find((candidate) => candidate.id === screenId);
  if (!screen) throw new Error(`Procedure "${procedureId}" has no screen "${screenId}".`);
  return buildView(offer, procedure, screen);
}

function buildView(offer: DeskOffer, procedure: Procedure | null, screen: ProcedureScreen | null): DeskView {
  const forms = (screen?.forms ?? []).map((id) => procedure?.forms.find((form) => form.id === id) as Form);
  const own = (screen?.replies ?? []).map((id) => procedure?.replies.find((reply) => reply.id === id) as Reply);
  const replies = new Map([...offer.index.catalog.desk.replies, ...own].map((reply) => [reply.id, reply]));
  const ordered = [...new Set([...own, ...offer.index.catalog.desk.replies].map((reply) => reply.id))];
  const controls = [
    ...offer.procedures,
    ...forms.flatMap(formControls),
    ...(screen?.buttons ?? []).map(buttonControl),
    ...ordered.map((id) => replyControl(replies.get(id) as Reply)),
    ...offer.index.caseControls,
  ];
  const place =
    procedure && screen
      ? Object.freeze({ id: procedure.id, title: procedure.title, screen: screen.id, screenTitle: screen.title })
      : null;
  return {
    procedure,
    place,
    forms,
    ...transitions(forms, screen),
    byId: new Map(controls.map((control) => [control.id, control])),
    fields: fieldsByForm(controls),
    controls: Object.freeze(controls),
    withResults: [],
  };
}

function transitions(forms: readonly Form[], screen: ProcedureScreen | null): Pick<DeskView, 'next' | 'writes'> {
  const next = new Map<string, string>();
  const writes = new Set<string>();
  for (const button of screen?.buttons ?? []) if (button.next !== null) next.set(`button:${button.id}`, button.next);
  for (const form of forms)
    for (const button of form.buttons) {
      if (button.next !== null) next.set(submitControlId(form.id, button.id), button.next);
      if (button.writes) writes.add(submitControlId(form.id, button.id));
    }
  return { next, writes };
}

function fieldsByForm(controls: readonly Control[]): Map<string, Map<string, Control>> {
  const fields = new Map<string, Map<string, Control>>();
  for (const control of controls) {
    if (control.form === null) continue;
    const form = fields.get(control.form) ?? new Map<string, Control>();
    if (control.kind !== 'submit') form.set(control.target, control);
    fields.set(control.form, form);
  }
  return fields;
}

/** All controls of a view in a case that has had so many results. The same array for the same arguments. */
export function viewControls(view: DeskView, resultCount: number): readonly Control[] {
  if (resultCount === 0) return view.controls;
  let controls = view.withResults[resultCount];
  if (!controls) {
    const results: Control[] = [];
    for (let n = Math.max(0, resultCount - SCREEN_RESULTS); n < resultCount; n++) results.push(sharedResultControl(n));
    controls = Object.freeze([...view.controls, ...results]);
    view.withResults[resultCount] = controls;
  }
  return controls;
}

function sharedResultControl(n: number): Control {
  let control = resultControls[n];
  if (!control) {
    control = resultControl(n);
    resultControls[n] = control;
  }
  return control;
}

const NO_OPTIONS: readonly string[] = Object.freeze([]);

function control(part: Pick<Control, 'id' | 'kind' | 'label' | 'target'> & Partial<Control>): Control {
  return Object.freeze({ form: null, value: '', options: NO_OPTIONS, required: false, enabled: true, ...part });
}

/** Control that opens a procedure. */
function procedureControl(procedure: Procedure): Control {
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
function formControls(form: Form): Control[] {
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
function buttonControl(button: ProcedureScreen['buttons'][number]): Control {
  return control({ id: `button:${button.id}`, kind: 'button', label: button.label, target: button.id });
}

/** Control that starts a message from a canned reply. */
function replyControl(reply: Reply): Control {
  return control({ id: `reply:${reply.id}`, kind: 'reply', label: reply.text, target: reply.id });
}

/** Control that takes up the n-th knowledge-base result of the case, counted from 0. */
function resultControl(index: number): Control {
  return control({ id: `result:${index}`, kind: 'result', label: 'Use this result', target: String(index) });
}

/** Free text, transfer where there are queues, close where there are resolutions. */
function caseControls(queues: readonly string[], resolutions: readonly string[]): Control[] {
  const controls = [control({ id: 'compose', kind: 'compose', label: 'Message to the customer', target: 'compose' })];
  if (queues.length > 0)
    controls.push(
      control({ id: 'transfer', kind: 'transfer', label: 'Transfer', target: 'transfer', options: queues }),
    );
  if (resolutions.length > 0)
    controls.push(control({ id: 'close', kind: 'close', label: 'Close case', target: 'close', options: resolutions }));
  return controls;
}
