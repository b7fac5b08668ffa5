import { z } from 'zod';
import { formButton, joinIds } from './join-ids.ts';
import { saysReply, unfilledSlots } from './reply-template.ts';
import { valueKey } from './same-value.ts';
import { comparableText, idSchema, lineSchema, textSchema } from './text.ts';

/** What the operator filled in: field id → value. Empty fields are absent; a ticked checkbox is `true`. */
const formValuesSchema = z.record(idSchema, textSchema.min(1));
export type FormValues = z.infer<typeof formValuesSchema>;

/** One UI action of an operator or of the policy; closed on `kind`. */
export const actionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('select_procedure'), procedure: idSchema }),
  z.strictObject({ kind: z.literal('submit_form'), form: idSchema, button: idSchema, values: formValuesSchema }),
  z.strictObject({ kind: z.literal('click_control'), control: idSchema }),
  /** `reply` names the canned reply that the text was made from; null is free text. */
  z.strictObject({ kind: z.literal('send_text'), reply: idSchema.nullable(), text: textSchema.min(1) }),
  z.strictObject({ kind: z.literal('transfer'), queue: lineSchema.min(1) }),
  z.strictObject({ kind: z.literal('close'), resolution: lineSchema.min(1) }),
]);
export type Action = z.infer<typeof actionSchema>;
export type ActionKind = Action['kind'];

export const ACTION_KINDS = [
  'select_procedure',
  'submit_form',
  'click_control',
  'send_text',
  'transfer',
  'close',
] as const satisfies readonly ActionKind[];

/**
 * What the action does, without what it says: the label of next-action prediction, such as
 * `send_text ask_name` or `submit_form booking/check`.
 */
export function actionTarget(action: Action): string {
  switch (action.kind) {
    case 'select_procedure':
      return `select_procedure ${action.procedure}`;
    case 'submit_form':
      return `submit_form ${formButton(action.form, action.button)}`;
    case 'click_control':
      return `click_control ${action.control}`;
    case 'send_text':
      // A reply that is called `*` is no free text.
      return `send_text ${action.reply === null ? '*' : joinIds('*', action.reply)}`;
    case 'transfer':
      return `transfer ${action.queue}`;
    case 'close':
      return `close ${action.resolution}`;
  }
}

type Message = Extract<Action, { kind: 'send_text' }>;

/** How actions are compared where a procedure is open. */
export interface ActionRules {
  /** Canonical form of a value that a form's field holds. */
  valueKey(form: string, field: string, value: string): string;
  /** The canned reply's text with its slots; null where it is not known. */
  template(reply: string): string | null;
}

/** Where the catalog is not at hand: values are compared as words, and a canned reply by its id and all of its text. */
const BARE: ActionRules = { valueKey: (_form, _field, value) => valueKey(value, 'words'), template: () => null };

/**
 * Canonical form of an action with all its arguments: two actions with the same key are the same action. Values count
 * by the kind of their field. A canned reply counts by its id, whatever fills its slots, as long as the text says it;
 * a message that was rewritten is its own text, as free text is.
 */
export function actionKey(action: Action, rules: ActionRules = BARE): string {
  if (action.kind === 'send_text') return messageKey(action, rules);
  if (action.kind !== 'submit_form') return actionTarget(action);
  const values = Object.keys(action.values)
    .sort()
    .map((field) => [field, rules.valueKey(action.form, field, action.values[field] ?? '')]);
  return `${actionTarget(action)} ${JSON.stringify(values)}`;
}

function messageKey(message: Message, rules: ActionRules): string {
  const said = asSaid(message, rules) as Message;
  const known = said.reply !== null && rules.template(said.reply) !== null;
  return known ? actionTarget(said) : `${actionTarget(said)} ${comparableText(said.text)}`;
}

/** Whether two actions agree in kind and in all arguments. A message with a hole is never the same as anything. */
export function sameAction(a: Action, b: Action, rules: ActionRules = BARE): boolean {
  if (a.kind !== b.kind || hasHole(a) || hasHole(b)) return false;
  return a === b || actionKey(a, rules) === actionKey(b, rules);
}

/** The action with a canned reply's id only where the text still says that reply: a rewritten message is free text. */
export function asSaid(action: Action, rules: ActionRules): Action {
  if (action.kind !== 'send_text' || action.reply === null) return action;
  const template = rules.template(action.reply);
  return template === null || saysReply(action.text, template) ? action : { ...action, reply: null };
}

/** Names an action to the letter: what a model is asked about, or what is to be forced. */
export function exactKey(action: Action): string {
  if (action.kind === 'send_text') return JSON.stringify([action.kind, action.reply, action.text]);
  if (action.kind !== 'submit_form') return actionTarget(action);
  return JSON.stringify([
    action.form,
    action.button,
    Object.entries(action.values).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}

/** Whether a message has a slot that nobody filled: it is never sent, and never right. */
export function hasHole(action: Action): boolean {
  if (action.kind !== 'send_text' || !/[{[]/.test(action.text)) return false;
  return unfilledSlots(action.text).length > 0;
}
