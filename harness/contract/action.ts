import { z } from 'zod';
import { formButton, joinIds } from './join-ids.ts';
import { comparableText, idSchema, lineSchema, textSchema } from './text.ts';

/** What the operator filled in: field id → value. Empty fields are absent; a ticked checkbox is `true`. */
export const formValuesSchema = z.record(idSchema, textSchema.min(1));
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

/**
 * Canonical form of an action with all its arguments, after normalisation: two actions with the same
 * key are the same action. The wording of a canned reply does not count, that of free text does.
 */
export function actionKey(action: Action): string {
  if (action.kind === 'send_text' && action.reply === null) return `send_text * ${comparableText(action.text)}`;
  if (action.kind !== 'submit_form') return actionTarget(action);
  const values = Object.keys(action.values)
    .sort()
    .map((field) => `${field}=${comparableText(action.values[field] ?? '')}`);
  return `${actionTarget(action)} ${JSON.stringify(values)}`;
}

/** Whether two actions agree in kind and in all arguments after normalisation. */
export function sameAction(a: Action, b: Action): boolean {
  return a === b || (a.kind === b.kind && actionKey(a) === actionKey(b));
}
