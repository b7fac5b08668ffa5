import { z } from 'zod';
import { idSchema, lineSchema, textSchema } from './text.ts';

/** What the knowledge base answered to a submitted form. */
export const kbResultSchema = z.strictObject({
  form: idSchema,
  /** Field name → value as shown. */
  items: z.array(z.record(idSchema, textSchema)).max(50),
  /** How many items matched in all, where the knowledge base says so. */
  total: z.int().nonnegative().nullable(),
  /** One line on how it went, such as `Reservation confirmed`, where there is one. */
  status: lineSchema.nullable(),
});
export type KbResult = z.infer<typeof kbResultSchema>;
