import { z } from 'zod';
import type { Action } from './action.ts';
import { type Procedure, procedureSchema, replySchema } from './procedure.ts';
import { idSchema, lineSchema } from './text.ts';

/** What the desk offers whatever the procedure, and which of those actions are critical. */
const deskSettingsSchema = z.strictObject({
  queues: z.array(lineSchema.min(1)).max(100),
  resolutions: z.array(lineSchema.min(1)).max(100),
  replies: z.array(replySchema).max(200),
  /** What parts whole and fraction where numbers are written. Absent: a point. */
  decimal: z.enum(['.', ',']).optional(),
  critical: z.strictObject({ freeText: z.boolean(), transfer: z.boolean(), close: z.boolean() }),
});

/** All procedures of one dataset and the desk that they run on. */
export const catalogSchema = z.strictObject({
  name: idSchema,
  desk: deskSettingsSchema,
  procedures: z.array(procedureSchema).min(1).max(1000),
});
export type Catalog = z.infer<typeof catalogSchema>;

/** The procedure with this id, or undefined. */
export function findProcedure(catalog: Catalog, id: string | null): Procedure | undefined {
  return id === null ? undefined : catalog.procedures.find((procedure) => procedure.id === id);
}

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
