import { createHash } from 'node:crypto';
import type { FitOptions, Policy, Suggestion } from '../../../harness/contract/policy.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { readAnswer, type ToolAnswer } from './answer.ts';
import { UNKNOWN_CONFIDENCE } from './confidence.ts';
import { askEndpoint, type EndpointOptions, type Exchange } from './endpoint.ts';
import { EndpointFault } from './endpoint-fault.ts';
import { type OptionalPart, probeRequest, type RequestSettings, refusedPart, screenRequest } from './request.ts';
import { screenTools } from './screen-tools.ts';
import type { LlmSettings } from './settings.ts';
import { type LlmUsage, UsageMeter, usageLine } from './usage.ts';
import { endSwitch } from './waiting.ts';

export const LLM_NAME = 'llm';

/** A policy that can say what it used. */
export interface LlmPolicy extends Policy {
  usage(): LlmUsage;
}

export interface LlmOptions extends Pick<FitOptions, 'seed' | 'onLine'> {
  /** Whether an answer is used again where the same is asked; false is for tests. */
  readonly remember?: boolean;
  /** How waiting is done between attempts; for tests. */
  readonly pause?: NonNullable<EndpointOptions['pause']>;
}

const NOTHING: Suggestion = { ranked: [] };

/**
 * Connects to a served model. Sends one small request first, so that a wrong address, key or model shows at once;
 * parts of a request that the server then refuses are left out from there on, on every screen alike.
 *
 * Throws: `EndpointFault` where the endpoint refuses or cannot be reached.
 */
export async function connectLlm(settings: LlmSettings, options: LlmOptions): Promise<LlmPolicy> {
  const end = endSwitch();
  const meter = new UsageMeter(settings.prices);
  const endpoint: EndpointOptions = {
    settings,
    end: end.signal,
    ...(options.pause ? { pause: options.pause } : {}),
  };
  const seed = digest(`seed ${options.seed}`).readUInt32BE(0) >>> 1;
  const { request, served } = await probe({ ...settings, seed, dropped: [] }, endpoint, meter);
  const asker = new Asker(request, endpoint, meter, settings.concurrency, options.remember ?? true);
  const usage = () => meter.read(request.dropped);
  const { url, model, maxTokens } = settings;
  return {
    name: LLM_NAME,
    provider: `${model} at ${new URL(url).host}`,
    fingerprint: digest(JSON.stringify({ url, model, maxTokens, seed, dropped: request.dropped, served })).toString(
      'hex',
    ),
    suggest: (screens) => Promise.all(screens.map((screen) => asker.suggest(screen))),
    usage,
    forget: () => asker.forget(),
    async dispose() {
      if (end.signal.aborted) return;
      end.abort(new Error('the policy was disposed of'));
      options.onLine?.(`${model}: ${usageLine(usage())}`);
    },
  };
}

interface Probed {
  readonly request: RequestSettings;
  /** What the server says that it runs. */
  readonly served: readonly (string | null)[];
}

async function probe(request: RequestSettings, endpoint: EndpointOptions, meter: UsageMeter): Promise<Probed> {
  try {
    const exchange = await askEndpoint(probeRequest(request), 'probe', endpoint);
    meter.exchange(exchange);
    const { answer } = exchange;
    return {
      request,
      served: typeof answer === 'string' ? [] : [answer.model ?? null, answer.system_fingerprint ?? null],
    };
  } catch (error) {
    const part = refusal(error, request.dropped);
    if (part === null) throw error;
    return probe({ ...request, dropped: [...request.dropped, part] }, endpoint, meter);
  }
}

function refusal(error: unknown, dropped: readonly OptionalPart[]): OptionalPart | null {
  if (!(error instanceof EndpointFault)) return null;
  const { status, said } = error;
  return status !== null && status >= 400 && status < 500 ? refusedPart(said, dropped) : null;
}

/** Asks about screens, a limited number at a time and each different one once. */
class Asker {
  readonly #request: RequestSettings;
  readonly #endpoint: EndpointOptions;
  readonly #meter: UsageMeter;
  readonly #limiter: Limiter;
  readonly #known: Map<string, Promise<Suggestion>> | null;
  /** Faults so far: whoever waited while one happened shares it instead of running into the next. */
  readonly #faults: unknown[] = [];

  constructor(
    request: RequestSettings,
    endpoint: EndpointOptions,
    meter: UsageMeter,
    concurrency: number,
    remember: boolean,
  ) {
    this.#request = request;
    this.#endpoint = endpoint;
    this.#meter = meter;
    this.#limiter = new Limiter(concurrency);
    this.#known = remember ? new Map() : null;
  }

  forget(): void {
    this.#known?.clear();
  }

  async suggest(screen: Screen): Promise<Suggestion> {
    this.#meter.add('screens');
    const tools = screenTools(screen);
    if (tools.length === 0) {
      this.#meter.add('nothingOffered');
      return NOTHING;
    }
    const body = screenRequest(screen, tools, this.#request);
    const hash = digest(body).toString('hex');
    const known = this.#known?.get(hash);
    if (known) {
      this.#meter.add('reused');
      return known;
    }
    const ask = async () => suggestionOf(await this.#ask(body, hash, (answer) => readAnswer(answer, tools, screen)));
    const asked = ask();
    this.#known?.set(hash, asked);
    // A fault is not remembered: the next call may find the server again.
    asked.catch(() => this.#known?.delete(hash));
    return asked;
  }

  async #ask(body: string, hash: string, read: (answer: Exchange['answer']) => ToolAnswer): Promise<ToolAnswer> {
    const before = this.#faults.length;
    return this.#limiter.run(async () => {
      if (this.#faults.length > before) throw this.#faults.at(-1);
      try {
        const exchange = await askEndpoint(body, `${this.#request.seed} ${hash}`, this.#endpoint);
        this.#meter.exchange(exchange);
        const answer = read(exchange.answer);
        this.#meter.answer(answer);
        return answer;
      } catch (error) {
        this.#faults.push(error);
        throw error;
      }
    });
  }
}

function suggestionOf(answer: ToolAnswer): Suggestion {
  if ('invalid' in answer) return NOTHING;
  return { ranked: [{ action: answer.action, confidence: answer.confidence ?? UNKNOWN_CONFIDENCE }] };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Lets at most so many pieces of work run at once; the others wait in the order in which they came. */
class Limiter {
  readonly #limit: number;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#limit) this.#running++;
    // Whoever ends hands its place on, so that nobody who comes in between can take it.
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
