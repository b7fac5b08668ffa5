import { z } from 'zod';
import { idSchema, textSchema } from './text.ts';

/** What the customer came for. Seen by operators, customers and metrics only: never by policy, critic or gate. */
export const goalSchema = z.strictObject({
  procedure: idSchema,
  /** Facts that the customer knows and the operator may ask for. */
  facts: z.record(idSchema, textSchema),
  /** Case fields as they must stand at the end. */
  finalFields: z.record(idSchema, textSchema),
});
export type Goal = z.infer<typeof goalSchema>;
