import { z } from 'zod';
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
