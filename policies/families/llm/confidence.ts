import { z } from 'zod';
import type { ToolCall } from './screen-tool.ts';

/** Confidence where the server gives no log-probabilities of what it called: nothing is known either way. */
export const UNKNOWN_CONFIDENCE = 0.5;

const tokensSchema = z.object({ content: z.array(z.object({ token: z.string(), logprob: z.number() })) });

/**
 * Probability that the model gave to the target that it called: the product over the tokens that overlap the tool's
 * name or the value of a target argument (the procedure, form and button, control, reply, queue or resolution).
 * What is said with it, free text and form values, does not count, nor do brackets and quotes of their own.
 *
 * Null where the tokens are not given, do not contain the call (some servers list those of the text alone), or
 * hold no number that is one. Range: [0, 1].
 */
export function callConfidence(logprobs: unknown, call: ToolCall, target: readonly string[]): number | null {
  const tokens = tokensSchema.safeParse(logprobs).data?.content ?? [];
  const said = tokens.map(({ token }) => token).join('');
  const spans = targetSpans(said, call, target);
  if (spans === null) return null;
  let sum = 0;
  let start = 0;
  for (const { token, logprob } of tokens) {
    const end = start + token.length;
    const counts = spans.some(([from, to]) => start < to && end > from);
    // A masked token's may be −9999, rounding may bring one above 0; neither breaks the product.
    if (counts) sum += Math.min(0, logprob);
    start = end;
  }
  return Number.isFinite(sum) ? Math.exp(sum) : null;
}

type Span = readonly [from: number, to: number];

/** Where name and target values stand in what was said; the last call counts, since a model may think aloud first. */
function targetSpans(said: string, { name, args, argumentsText }: ToolCall, target: readonly string[]): Span[] | null {
  const argumentsAt = argumentsText === '' ? -1 : said.lastIndexOf(argumentsText);
  const nameAt = argumentsAt < 0 ? said.lastIndexOf(name) : said.lastIndexOf(name, argumentsAt);
  if (nameAt < 0) return null;
  const spans: Span[] = [[nameAt, nameAt + name.length]];
  for (const key of target) {
    const keyAt = said.indexOf(JSON.stringify(key), argumentsAt < 0 ? nameAt + name.length : argumentsAt);
    if (keyAt < 0) return null;
    const value = JSON.stringify(args[key]);
    const valueAt = said.indexOf(value, keyAt + JSON.stringify(key).length);
    if (valueAt < 0) return null;
    const quotes = value.startsWith('"') && value.length > 2 ? 1 : 0;
    spans.push([valueAt + quotes, valueAt + value.length - quotes]);
  }
  return spans;
}
