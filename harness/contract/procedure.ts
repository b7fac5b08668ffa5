import { z } from 'zod';
import { COMPARISONS } from './same-value.ts';
import { idSchema, lineSchema, textSchema } from './text.ts';

export const FIELD_KINDS = [
  'text',
  'textarea',
  'number',
  'date',
  'select',
  'multiselect',
  'radio',
  'checkbox',
] as const;

/** One field of a form. `options` belongs to select, multiselect and radio; a multiselect's value joins options with ` | `. */
const fieldSchema = z.strictObject({
  id: idSchema,
  label: lineSchema.min(1),
  kind: z.enum(FIELD_KINDS),
  options: z.array(lineSchema.min(1)).max(1000).default([]),
  required: z.boolean().default(false),
  /** How two values of it are compared. Absent: by its kind and name, see `comparisonOf`. */
  compare: z.enum(COMPARISONS).optional(),
});
export type Field = z.infer<typeof fieldSchema>;

/** A form is submitted by one of its buttons. `writes`: the values become case fields (a commitment). `next`: the screen it leads to. */
const formSchema = z.strictObject({
  id: idSchema,
  title: lineSchema.min(1),
  fields: z.array(fieldSchema).max(100),
  buttons: z
    .array(
      z.strictObject({
        id: idSchema,
        label: lineSchema.min(1),
        critical: z.boolean(),
        writes: z.boolean(),
        /** Whether what it commits to cannot be undone, such as a payment. */
        final: z.boolean().optional(),
        next: idSchema.nullable().default(null),
      }),
    )
    .min(1)
    .max(20),
});
export type Form = z.infer<typeof formSchema>;

/** A canned reply. `{slot}` in its text is filled in before it is sent. */
export const replySchema = z.strictObject({ id: idSchema, text: textSchema.min(1), critical: z.boolean() });
export type Reply = z.infer<typeof replySchema>;

/** One screen of a procedure: what it shows, by id, and buttons of its own. */
const procedureScreenSchema = z.strictObject({
  id: idSchema,
  title: lineSchema.min(1),
  forms: z.array(idSchema).max(20),
  replies: z.array(idSchema).max(200),
  buttons: z
    .array(
      z.strictObject({
        id: idSchema,
        label: lineSchema.min(1),
        critical: z.boolean(),
        next: idSchema.nullable().default(null),
      }),
    )
    .max(50),
});
export type ProcedureScreen = z.infer<typeof procedureScreenSchema>;

/** One edge of the flow chart, between reply ids, `form/button` ids, button ids or named conditions. */
const flowEdgeSchema = z.strictObject({ from: idSchema, to: idSchema });

/** One process of the desk: its screens (the first is where it opens), forms, replies and flow. */
export const procedureSchema = z.strictObject({
  id: idSchema,
  title: lineSchema.min(1),
  cluster: idSchema,
  keywords: z.array(lineSchema.min(1)).max(50),
  screens: z.array(procedureScreenSchema).min(1).max(50),
  forms: z.array(formSchema).max(50),
  replies: z.array(replySchema).max(500),
  flow: z.array(flowEdgeSchema).max(2000),
});
export type Procedure = z.infer<typeof procedureSchema>;
