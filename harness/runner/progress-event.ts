import { z } from 'zod';

/** Version of the published lines. A change that breaks readers raises it. */
const VERSION = 1;

const count = z.int().nonnegative();
const ms = z.number().nonnegative();

const progressEventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    /** The run has begun. Messages may stand before it. */
    type: z.literal('begin'),
    version: z.literal(VERSION),
    /** The command, as it was typed. */
    command: z.string(),
    /** Folder of the run. */
    folder: z.string(),
    /** ISO 8601 in UTC. */
    at: z.string(),
  }),
  z.strictObject({
    /** How far a phase is: at most once a second, and when it ends. */
    type: z.literal('progress'),
    /** Such as `sessions (in-process)`. Phases follow one another; several may have one name. */
    phase: z.string(),
    done: count,
    total: count,
    /** Since the phase began. */
    elapsedMs: ms,
    /** Null: too early to tell. */
    leftMs: ms.nullable(),
    /** More on where it is; empty where there is nothing to say. */
    note: z.string(),
    /** Whether this is the last line of the phase. */
    ended: z.boolean(),
  }),
  z.strictObject({
    /** What else is said on standard error: warnings, what was skipped or crashed, what went wrong. */
    type: z.literal('message'),
    text: z.string(),
  }),
  z.strictObject({
    /** The process ends: the last line. A kill leaves none. */
    type: z.literal('end'),
    /** As docs/nightly.md has them. */
    exitCode: count,
  }),
]);
/** One line of `--progress json`. */
export type ProgressEvent = z.infer<typeof progressEventSchema>;

/** The version that a `begin` line says. */
export const PROGRESS_VERSION: typeof VERSION = VERSION;

/** The JSON Schema of a line, as text that ends in a line feed; also in `docs/schemas/progress.schema.json`. */
export function progressJsonSchema(): string {
  const title = `A line of Deskbench --progress json, version ${VERSION}`;
  return `${JSON.stringify({ title, ...z.toJSONSchema(progressEventSchema, { io: 'input' }) }, null, 2)}\n`;
}

/** A line as it was written. Throws: where it is none. */
export const parseProgressEvent = (line: string): ProgressEvent => progressEventSchema.parse(JSON.parse(line));
