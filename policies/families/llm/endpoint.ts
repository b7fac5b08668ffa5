import { type Completion, parseCompletion } from './completion.ts';
import { endpointFault } from './endpoint-fault.ts';
import { retryAfterMs, retryDelayMs } from './retry-delay.ts';
import type { LlmSettings } from './settings.ts';
import { pause, withinTime } from './waiting.ts';

/** A longer answer is not read to its end. Unit: bytes. */
export const LONGEST_ANSWER = 4 * 1024 * 1024;
const LONGEST_ERROR = 4096;

/**
 * How llama.cpp's server and vLLM say, with status 500 or 400, that what their model wrote is no tool call. That is
 * an answer of the model, and at temperature 0 it would be the same again.
 */
const UNPARSED = /Failed to parse input at pos \d|\[type=json_invalid/;

/** Answers of the model that do not arrive as completions: longer than is read, or not to be parsed by the server itself. */
export type LostAnswer = 'too_large' | 'not_json';

/** What came of a request in the end. */
export interface Exchange {
  readonly answer: Completion | LostAnswer;
  readonly attempts: number;
}

export interface EndpointOptions {
  readonly settings: Pick<LlmSettings, 'url' | 'key' | 'timeoutMs' | 'retries'>;
  /** Ends all requests and pauses. */
  readonly end: AbortSignal;
  /** How waiting is done between attempts; for tests. */
  readonly pause?: typeof pause;
}

/** What one attempt gave: the answer, or why there is none. */
type Attempt =
  | { readonly answer: Exchange['answer'] }
  | {
      readonly status: number | null;
      readonly said: string;
      readonly passing: boolean;
      readonly askedMs: number | null;
    };

/**
 * Posts a chat completion. Repeats what may pass: no connection, an answer cut off or too late or unreadable, 408,
 * 429 and 5xx. `stream` names the draws of the pauses.
 *
 * Throws: `EndpointFault` where the server refuses, or the last attempt failed too.
 */
export async function askEndpoint(body: string, stream: string, options: EndpointOptions): Promise<Exchange> {
  const { settings, end } = options;
  const url = `${settings.url}/chat/completions`;
  for (let attempts = 1; ; attempts++) {
    const got = await attempt(url, body, options);
    if ('answer' in got) return { answer: got.answer, attempts };
    if (!got.passing || attempts > settings.retries) throw endpointFault({ url, ...got, attempts }, settings.key);
    await (options.pause ?? pause)(retryDelayMs(attempts, got.askedMs, stream), end);
  }
}

async function attempt(url: string, body: string, { settings, end }: EndpointOptions): Promise<Attempt> {
  const headers = {
    'content-type': 'application/json',
    ...(settings.key === null ? {} : { authorization: `Bearer ${settings.key}` }),
  };
  try {
    return await withinTime(settings.timeoutMs, end, async (signal) => {
      // A redirect is not followed: it could carry key and chat to another place.
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
      const { status } = response;
      const text = await readText(response, response.ok ? LONGEST_ANSWER : LONGEST_ERROR);
      if (!response.ok) {
        if (UNPARSED.test(text.said)) return { answer: 'not_json' };
        const passing = status === 408 || status === 429 || status >= 500;
        return { status, said: text.said, passing, askedMs: retryAfterMs(response.headers) };
      }
      if (!text.whole) return { answer: 'too_large' };
      const completion = parseCompletion(text.said);
      if (completion) return { answer: completion };
      return { status, said: `no chat completion: ${text.said}`, passing: true, askedMs: null };
    });
  } catch (error) {
    if (end.aborted) throw error;
    return { status: null, said: reasonOf(error), passing: true, askedMs: null };
  }
}

/** Reads a body as far as it may be long. */
async function readText(response: Response, longest: number): Promise<{ said: string; whole: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const { value } = (await reader?.read()) ?? {};
    if (value === undefined) break;
    chunks.push(value);
    length += value.length;
    if (length > longest) {
      await reader?.cancel();
      break;
    }
  }
  const said = Buffer.concat(chunks).subarray(0, longest).toString('utf8');
  return { said, whole: length <= longest };
}

/** `fetch failed` says little: the cause behind it says what. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  // Where several addresses were tried, their errors are gathered under one without words.
  const code = 'code' in cause ? String(cause.code) : '';
  return `${error.message}: ${cause.message || code}`;
}
