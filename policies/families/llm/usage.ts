import { z } from 'zod';
import { sumOf } from '../../../harness/shared/numbers.ts';
import { INVALID_CAUSES, type InvalidCause, type ToolAnswer } from './answer.ts';
import type { Exchange } from './endpoint.ts';
import type { OptionalPart } from './request.ts';
import type { LlmSettings } from './settings.ts';

/** What was asked, what came of it and what it cost. */
export interface LlmUsage {
  /** Screens for which a suggestion was asked. */
  readonly screens: number;
  /** Of those, screens that offer nothing: no request is sent. */
  readonly nothingOffered: number;
  /** Of those, screens whose request had been sent before: its answer was used again. */
  readonly reused: number;
  /** Requests that were answered, the one that tries out the endpoint included. */
  readonly requests: number;
  /** Attempts beyond the first of each answered request. */
  readonly retries: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Answered requests whose server gave no token counts: they are missing in tokens and cost. */
  readonly unreported: number;
  /** Unit: the currency of the prices; null where none are set. */
  readonly cost: number | null;
  readonly valid: number;
  /** Valid ones without log-probabilities of the call. */
  readonly withoutConfidence: number;
  /** Valid ones that stood as JSON in the text. */
  readonly fromText: number;
  /** Calls that were let go because they came after the first. */
  readonly extraCalls: number;
  /** Answers that are no action of the screen, by cause. None was performed. */
  readonly invalid: Readonly<Record<InvalidCause, number>>;
  /** Parts of the request that the server refused and that are left out. */
  readonly dropped: readonly OptionalPart[];
}

const count = z.int().nonnegative();
const reportSchema = z.object({ prompt_tokens: count, completion_tokens: count });

const ZERO = {
  screens: 0,
  nothingOffered: 0,
  reused: 0,
  requests: 0,
  retries: 0,
  promptTokens: 0,
  completionTokens: 0,
  unreported: 0,
  valid: 0,
  withoutConfidence: 0,
  fromText: 0,
  extraCalls: 0,
};
type Counter = keyof typeof ZERO;

/** Counts what is asked and answered. */
export class UsageMeter {
  readonly #counts: Record<Counter, number> = { ...ZERO };
  readonly #invalid = Object.fromEntries(INVALID_CAUSES.map((cause) => [cause, 0])) as Record<InvalidCause, number>;
  readonly #prices: LlmSettings['prices'];

  constructor(prices: LlmSettings['prices']) {
    this.#prices = prices;
  }

  add(counter: Counter, by = 1): void {
    this.#counts[counter] += by;
  }

  exchange({ answer, attempts }: Exchange): void {
    this.add('requests');
    this.add('retries', attempts - 1);
    const report = typeof answer === 'string' ? null : reportSchema.safeParse(answer.usage).data;
    if (!report) this.add('unreported');
    this.add('promptTokens', report?.prompt_tokens ?? 0);
    this.add('completionTokens', report?.completion_tokens ?? 0);
  }

  answer(answer: ToolAnswer): void {
    if ('invalid' in answer) {
      this.#invalid[answer.invalid]++;
      return;
    }
    this.add('valid');
    this.add('extraCalls', answer.extraCalls);
    if (answer.confidence === null) this.add('withoutConfidence');
    if (answer.fromText) this.add('fromText');
  }

  read(dropped: readonly OptionalPart[]): LlmUsage {
    const { promptTokens, completionTokens } = this.#counts;
    const prices = this.#prices;
    const cost = prices && (promptTokens * prices.input + completionTokens * prices.output) / 1e6;
    return { ...this.#counts, cost, invalid: { ...this.#invalid }, dropped };
  }
}

/** The totals in one line. */
export function usageLine(usage: LlmUsage): string {
  const causes = INVALID_CAUSES.filter((cause) => usage.invalid[cause] > 0);
  const invalid = sumOf(causes, (cause) => usage.invalid[cause]);
  const listed = causes.map((cause) => `${usage.invalid[cause]} ${cause}`).join(', ');
  return [
    `${usage.requests} requests, ${usage.retries} retries`,
    [
      `${usage.promptTokens} prompt and ${usage.completionTokens} completion`,
      `tokens${usage.unreported > 0 ? ` (${usage.unreported} requests not reported)` : ''}`,
    ].join(' '),
    ...(usage.cost === null ? [] : [`cost ${usage.cost.toFixed(4)}`]),
    `${usage.valid} valid answers, ${usage.withoutConfidence} of them without log-probabilities`,
    `${invalid} invalid${invalid > 0 ? ` (${listed})` : ''}`,
    ...(usage.dropped.length > 0 ? [`server takes no ${usage.dropped.join(', ')}`] : []),
  ].join('; ');
}
