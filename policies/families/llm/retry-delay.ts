import { createRng } from '../../../harness/shared/streams.ts';

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
