import { createRng } from '../../../harness/shared/streams.ts';
import { type Completion, parseCompletion } from './completion.ts';
import { endpointFault } from './endpoint-fault.ts';
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
type LostAnswer = 'too_large' | 'not_json';

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

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** A server that asks for more than this is asked again after this. */
const LONGEST_ASKED_MS = 60_000;

/**
 * How long to wait before an attempt is repeated: doubling from half a second to half a minute, of that a share
 * between a half and all, drawn from `stream` so that requests that failed together do not return together; at
 * least what the server asked for, up to a minute.
 *
 * Unit: milliseconds. `failures` counts from 1.
 */
export function retryDelayMs(failures: number, askedMs: number | null, stream: string): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  const drawn = longest * (0.5 + createRng('retry delay', stream, String(failures)).next() / 2);
  return Math.max(drawn, Math.min(LONGEST_ASKED_MS, askedMs ?? 0));
}

/**
 * What a response's Retry-After asks for, in milliseconds; null where it asks for nothing that can be read. A date
 * is taken against the response's own date: the two clocks then are one.
 */
export function retryAfterMs(headers: Pick<Headers, 'get'>): number | null {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const waitMs = Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null;
}
