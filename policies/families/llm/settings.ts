import { isCleanText } from '../../../harness/contract/text.ts';

/** Where the model is served and how it is asked. */
export interface LlmSettings {
  /** Base address, such as `http://127.0.0.1:8000/v1`, without a slash at its end. */
  readonly url: string;
  readonly model: string;
  /** Sent as a bearer token and told to nobody else; null sends none. */
  readonly key: string | null;
  readonly timeoutMs: number;
  /** Requests under way at once. */
  readonly concurrency: number;
  /** How often a request is sent again after a fault that may pass. */
  readonly retries: number;
  /** Most tokens of one answer. */
  readonly maxTokens: number;
  /** Unit: any currency per million tokens; null where not given. */
  readonly prices: { readonly input: number; readonly output: number } | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'DESKBENCH_LLM_';
const EXAMPLE = 'http://127.0.0.1:8000/v1';
const KNOWN = ['URL', 'MODEL', 'KEY', 'TIMEOUT_S', 'CONCURRENCY', 'RETRIES', 'MAX_TOKENS', 'PRICE_IN', 'PRICE_OUT'];

/** Which variable must be set before there is a model to ask, in one sentence; null where none is missing. */
function missingSetting(env: Environment): string | null {
  if (!given(env, 'URL'))
    return [
      `no endpoint is set: put the base address of an OpenAI-compatible server into ${PREFIX}URL,`,
      `such as ${EXAMPLE}, and the model's name into ${PREFIX}MODEL`,
    ].join(' ');
  if (!given(env, 'MODEL')) return `no model is set: put its name, as the server knows it, into ${PREFIX}MODEL`;
  return null;
}

/** Settings from the environment. Throws: one sentence naming the variable and what it takes; never the key. */
export function readSettings(env: Environment): LlmSettings {
  const missing = missingSetting(env);
  if (missing !== null) throw new Error(missing);
  const unknown = Object.keys(env).find(
    (name) => name.startsWith(PREFIX) && !KNOWN.includes(name.slice(PREFIX.length)),
  );
  if (unknown !== undefined)
    throw new Error(`${unknown} is no setting: there are ${KNOWN.map((name) => PREFIX + name).join(', ')}`);
  return {
    url: addressOf(given(env, 'URL') ?? ''),
    model: modelOf(given(env, 'MODEL') ?? ''),
    key: keyOf(given(env, 'KEY')),
    // Node's fetch itself gives up on a server that is silent for five minutes.
    timeoutMs: 1000 * (number(env, 'TIMEOUT_S', { from: 0.1, to: 300, whole: false }) ?? 120),
    concurrency: number(env, 'CONCURRENCY', { from: 1, to: 256, whole: true }) ?? 4,
    retries: number(env, 'RETRIES', { from: 0, to: 20, whole: true }) ?? 4,
    maxTokens: number(env, 'MAX_TOKENS', { from: 16, to: 65_536, whole: true }) ?? 1024,
    prices: pricesOf(env),
  };
}

/** The variable's value; one that is set to nothing counts as not set. */
function given(env: Environment, name: string): string | null {
  const value = env[PREFIX + name]?.trim();
  return value ? value : null;
}

function addressOf(text: string): string {
  const refuse = (why: string): never => {
    throw new Error(`${PREFIX}URL ${why}: give a base address such as ${EXAMPLE}`);
  };
  if (!URL.canParse(text)) return refuse('is no address');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('is neither http nor https');
  // An address is printed in errors and reports: nothing secret may be in it.
  if (url.username !== '' || url.password !== '') return refuse(`holds a user name or password; use ${PREFIX}KEY`);
  if (url.search !== '' || url.hash !== '') return refuse('has a query or a fragment');
  const path = url.pathname.replace(/\/+$/, '');
  if (path.endsWith('/chat/completions')) return refuse('must end before /chat/completions');
  return url.origin + path;
}

function modelOf(text: string): string {
  if (text.length > 200 || !isCleanText(text) || /[\t\n]/.test(text))
    throw new Error(`${PREFIX}MODEL must be one line of at most 200 printable characters`);
  return text;
}

function keyOf(text: string | null): string | null {
  if (text !== null && !/^[\x21-\x7e]{1,4096}$/.test(text))
    throw new Error(`${PREFIX}KEY must be printable ASCII without spaces`);
  return text;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly whole: boolean;
}

function number(env: Environment, name: string, { from, to, whole }: Range): number | null {
  const text = given(env, name);
  if (text === null) return null;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= from && value <= to) || (whole && !Number.isInteger(value)))
    throw new Error(`${PREFIX}${name} must be a ${whole ? 'whole ' : ''}number from ${from} to ${to}`);
  return value;
}

function pricesOf(env: Environment): LlmSettings['prices'] {
  const range = { from: 0, to: 1_000_000, whole: false };
  const [input, output] = [number(env, 'PRICE_IN', range), number(env, 'PRICE_OUT', range)];
  if (input === null && output === null) return null;
  if (input === null || output === null)
    throw new Error(`${PREFIX}PRICE_IN and ${PREFIX}PRICE_OUT are given together, or neither`);
  return { input, output };
}
