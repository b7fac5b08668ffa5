import { z } from 'zod';
import { actionSchema } from './action.ts';
import { goalSchema } from './goal.ts';
import { kbResultSchema } from './result.ts';
import { idSchema, lineSchema, textSchema } from './text.ts';

const timeMs = z.int().nonnegative();

/** A chat message of the customer. */
const customerMessageSchema = z.strictObject({ text: textSchema.min(1), atMs: timeMs });
export type CustomerMessage = z.infer<typeof customerMessageSchema>;

/** One logged step: what arrived, what the operator then did, and what the desk answered. */
const stepSchema = z.strictObject({
  /** Customer messages since the step before, in order. */
  arrivals: z.array(customerMessageSchema).max(200),
  action: actionSchema,
  critical: z.boolean(),
  /** When the action was performed, milliseconds since the session opened. */
  atMs: timeMs,
  /** Operator's active time on this step in milliseconds, where the log has it. */
  activeMs: timeMs.nullable(),
  /** Drafts that the operator typed before the action, with the time each was handed in. */
  drafts: z.array(z.strictObject({ text: textSchema, atMs: timeMs })).max(200),
  /** What the desk suggested at this step, best first, and whether the operator took one; null where nothing was. */
  suggestion: z.strictObject({ shown: z.array(actionSchema).max(50), accepted: z.boolean() }).nullable(),
  result: kbResultSchema.nullable(),
});
export type Step = z.infer<typeof stepSchema>;

/** Steps of a session that are worked with: readers cut longer ones after so many and mark them incomplete. */
export const MAX_STEPS = 1000;

const OUTCOMES = ['resolved', 'unresolved', 'transferred', 'abandoned', 'unknown'] as const;

/** One session as an operator worked it: the log's truth. Simulated episodes are `Trace`s. */
export const sessionSchema = z.strictObject({
  id: idSchema,
  /** The case, where it was worked in several sessions (reopened, handed on) or logged twice. Absent: the session is a case of its own. */
  caseKey: idSchema.optional(),
  case: z.strictObject({ subject: lineSchema, fields: z.record(idSchema, textSchema) }),
  /** Procedures offered to the operator; null offers the whole catalog. */
  offered: z.array(idSchema).min(1).nullable(),
  /** Procedure already open at the first step, or null. */
  opened: idSchema.nullable(),
  operator: idSchema.nullable(),
  steps: z.array(stepSchema),
  /** Customer messages after the last step. */
  closing: z.array(customerMessageSchema).max(200),
  outcome: z.enum(OUTCOMES),
  /** False where the log breaks off before the case ended. */
  complete: z.boolean(),
  goal: goalSchema.nullable(),
  tags: z.array(idSchema).max(50),
});
export type Session = z.infer<typeof sessionSchema>;

/** What sessions of one case have in common: none of them may teach what another is to test, and together they count once. */
export const caseOf = ({ id, caseKey }: Pick<Session, 'id' | 'caseKey'>): string => caseKey ?? id;
