import { z } from 'zod';

const text = z.string().nullish();

const callSchema = z.object({
  function: z.object({
    name: z.string(),
    arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
  }),
});

/** What of a chat completion is read; whatever else a server adds is let go. */
const completionSchema = z.object({
  choices: z.array(
    z.object({
      message: z.object({ content: text, refusal: text, tool_calls: z.array(callSchema).nullish() }).nullish(),
      finish_reason: text,
      logprobs: z.unknown().optional(),
    }),
  ),
  usage: z.unknown().optional(),
  model: text,
  system_fingerprint: text,
});
export type Completion = z.infer<typeof completionSchema>;

/** The body of a chat completion; null where it is none. */
export function parseCompletion(body: string): Completion | null {
  try {
    return completionSchema.parse(JSON.parse(body));
  } catch {
    // Not JSON, nested too deep, or JSON of another shape: all the same to whoever asked.
    return null;
  }
}
