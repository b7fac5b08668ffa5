import { InfrastructureError } from '../../../harness/contract/environment.ts';
import { cleanLine } from '../../../harness/contract/text.ts';

/** The endpoint failed or refused: no fault of the policy. */
export class EndpointFault extends InfrastructureError {
  /** HTTP status; null where there was no answer. */
  readonly status: number | null;
  /** What the server said about it. */
  readonly said: string;

  constructor(message: string, status: number | null, said: string) {
    super(message);
    this.status = status;
    this.said = said;
  }
}

/** What is known of the attempt that failed last. */
export interface EndpointFailure {
  readonly url: string;
  /** HTTP status; null where there was no answer. */
  readonly status: number | null;
  /** Body of the answer, or what went wrong. */
  readonly said: string;
  readonly attempts: number;
}

const SHOWN = 300;
const KEPT = 2000;

/** One sentence with address, status and remedy. The key and pieces of it are taken out, should the server have repeated it. */
export function endpointFault({ url, status, said, attempts }: EndpointFailure, key: string | null): EndpointFault {
  const safe = maskKey(cleanLine(said), key).slice(0, KEPT);
  const shown = safe.length > SHOWN ? `${safe.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, '')} …` : safe;
  const tried = attempts === 1 ? '' : ` after ${attempts} attempts`;
  const what = status === null ? `cannot be reached${tried}` : `answered with status ${status}${tried}`;
  const because = shown === '' ? '' : ` (${shown})`;
  return new EndpointFault(`The model's endpoint ${url} ${what}${because}: ${remedy(status)}.`, status, safe);
}

function remedy(status: number | null): string {
  if (status === null)
    return [
      'see whether the server runs and is fast enough;',
      'DESKBENCH_LLM_URL says where it is, DESKBENCH_LLM_TIMEOUT_S how long it may take',
    ].join(' ');
  if (status === 401 || status === 403) return 'check DESKBENCH_LLM_KEY';
  if (status === 404)
    return 'check DESKBENCH_LLM_URL, which ends before /chat/completions and mostly in /v1, and DESKBENCH_LLM_MODEL';
  if (status === 429) return 'lower DESKBENCH_LLM_CONCURRENCY, or wait until the server takes requests again';
  if (status >= 300 && status < 400) return 'give the address that it points to as DESKBENCH_LLM_URL';
  if (status >= 400 && status < 500)
    return 'serve a model that calls tools, with a context that holds a whole screen, and check DESKBENCH_LLM_MODEL';
  if (status < 300) return 'see whether DESKBENCH_LLM_URL is an OpenAI-compatible server';
  return 'see the log of the server';
}

/** Shortest piece of a key that is taken out wherever it stands. Shorter ones say little and are parts of words. */
const PIECE = 6;
/** Shortest piece that is taken out at either end of a text, where it was cut. */
const PIECE_AT_END = 3;

/**
 * Text without a secret: whole, in pieces, and as JSON or an address would write it. An answer that is cut in the middle of
 * a key shows nothing of it, nor does one that repeats its beginning or end only.
 */
export function maskKey(text: string, key: string | null): string {
  if (key === null || key === '') return text;
  const hidden = new Uint8Array(text.length);
  for (const written of new Set([key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)]))
    hidePieces(text, written, hidden);
  let masked = '';
  for (let at = 0; at < text.length; at++) {
    if (hidden[at] === 0) masked += text[at];
    else if (hidden[at - 1] !== 1) masked += '[key]';
  }
  return masked;
}

function hidePieces(text: string, key: string, hidden: Uint8Array): void {
  const size = Math.min(PIECE, key.length);
  const pieces = new Set(Array.from({ length: key.length - size + 1 }, (_, at) => key.slice(at, at + size)));
  for (let at = 0; at + size <= text.length; at++)
    if (pieces.has(text.slice(at, at + size))) hidden.fill(1, at, at + size);
  for (let length = size - 1; length >= PIECE_AT_END; length--) {
    if (text.endsWith(key.slice(0, length))) hidden.fill(1, text.length - length);
    if (text.startsWith(key.slice(-length))) hidden.fill(1, 0, length);
  }
}
