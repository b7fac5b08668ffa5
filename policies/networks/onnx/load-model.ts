import { Worker } from 'node:worker_threads';
import { productOf } from '../../../harness/shared/numbers.ts';
import type { Placement } from './placement.ts';
import { PROBE_SHAPE, probeFault, probeFeeds, probeModel } from './probe-model.ts';
import { buffersOf, type Envelope, type Request, type WorkerReply } from './protocol.ts';
import { reasonOf } from './refused.ts';
import type { ModelSignature } from './signature.ts';
import type { TensorData, Tensors } from './tensor.ts';
import { closeTurnstile, newTurnstile } from './turnstile.ts';

/** A loaded model. It runs in a thread of its own, so that the event loop stays free. */
export interface Model {
  /** Execution provider in use, such as `cpu`; names the providers that were asked for first and refused. */
  readonly provider: string;
  /**
   * Runs the model. The feeds' buffers are handed over: they are empty afterwards.
   *
   * Throws: when an output holds NaN or infinity, naming it.
   */
  run(feeds: Tensors): Promise<Tensors>;
  /** The carried state as it stands: the tensors of these inputs, by default all. */
  state(names?: readonly string[]): Promise<Tensors>;
  dispose(): Promise<void>;
}

export interface LoadOptions {
  /** Execution providers in the order to be tried; the CPU alone by default. */
  readonly providers?: readonly string[] | undefined;
  /** Threads within one operator; 1 by default. */
  readonly threads?: number;
  /** State that stays in the model's thread from run to run: output `x.next` becomes input `x`. Its buffers are handed over. */
  readonly state?: Tensors;
}

let models = 0;

/** Sees what models do, whoever loads them: for comparing one recipe on different providers. */
export interface ModelWatcher {
  /** Runs the model; may look at its watch before and after. */
  readonly onRun?: (run: () => Promise<Tensors>) => Promise<Tensors>;
  /** Told which nodes of a model ran where as it is disposed of. Models that are loaded meanwhile are slower. */
  readonly onPlacement?: (nodes: readonly Placement[]) => void;
}
const watchers = new Set<ModelWatcher>();

/** Does some work while a watcher sees all models of this process. */
export async function watchingModels<T>(watcher: ModelWatcher, work: () => Promise<T>): Promise<T> {
  watchers.add(watcher);
  try {
    return await work();
  } finally {
    watchers.delete(watcher);
  }
}

/**
 * Loads an ONNX model from a path or from bytes.
 *
 * Throws: one line, when the file is no model, no provider takes it, or names, types or shapes differ from `signature`.
 */
export async function loadModel(
  source: string | Uint8Array,
  signature: ModelSignature,
  options: LoadOptions = {},
): Promise<Model> {
  const model = models++;
  const { providers = ['cpu'], threads = 1, state = {} } = options;
  const placed = [...watchers].some(({ onPlacement }) => onPlacement !== undefined);
  const { provider } = await host.ask({
    ...{ kind: 'load', model, source, signature, providers, threads, placed },
    state: owned(state),
  });
  return {
    provider,
    run(feeds) {
      const run = async () => (await host.ask({ kind: 'run', model, feeds: owned(feeds) })).tensors;
      return [...watchers].reduce<() => Promise<Tensors>>(
        (inner, { onRun }) => (onRun ? () => onRun(inner) : inner),
        run,
      )();
    },
    state: async (names) => (await host.ask({ kind: 'state', model, names })).tensors,
    async dispose() {
      const { placement } = await host.ask({ kind: 'release', model });
      for (const { onPlacement } of watchers) onPlacement?.(placement);
    },
  };
}

/**
 * Feeds whose buffers hold nothing else: a view into a larger buffer is copied, so that only it is handed over.
 *
 * Throws: when a feed has not the values that its shape asks for. Buffers handed over before are empty, and a message
 * with one of them would never arrive.
 */
function owned(feeds: Tensors): Tensors {
  for (const [name, { shape, data }] of Object.entries(feeds)) {
    const wanted = productOf(shape);
    if (data.length !== wanted)
      throw new Error(
        `input "${name}" has ${data.length} values for shape [${shape.join(', ')}]: give ${wanted}, in a buffer not handed over before`,
      );
  }
  const whole = ({ data }: TensorData) => data.byteLength === data.buffer.byteLength;
  if (Object.values(feeds).every(whole)) return feeds;
  return Object.fromEntries(
    Object.entries(feeds).map(([name, feed]) => [name, whole(feed) ? feed : { ...feed, data: feed.data.slice() }]),
  );
}

/** The tensors of a request whose buffers go with it. */
function handedOver(request: Request): Tensors {
  if (request.kind === 'run') return request.feeds;
  return request.kind === 'load' ? request.state : {};
}

type Answer = Extract<WorkerReply, { ok: true }>;
interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/**
 * The thread that runs all models of this process: `run` of the runtime blocks the thread that calls it.
 * It starts on first use, and does not keep the process alive while nothing is asked of it.
 */
class Host {
  #worker: Worker | null = null;
  #calls = 0;
  readonly #waiting = new Map<number, Waiting>();

  ask(body: Request): Promise<Answer> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const call = this.#calls++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      worker.ref();
      worker.postMessage({ call, body } satisfies Envelope<Request>, buffersOf(handedOver(body)));
    });
  }

  #start(): Worker {
    // Its makers' binaries for Linux tell them of each model and machine unless this is set, before they are loaded.
    process.env.ORT_DISABLE_TELEMETRY = '1';
    const turnstile = newTurnstile();
    const close = () => closeTurnstile(turnstile);
    process.once('exit', close);
    const worker = new Worker(new URL('./worker-bootstrap.mjs', import.meta.url), { workerData: turnstile });
    worker.on('message', ({ call, body }: Envelope<WorkerReply>) => {
      const waiting = this.#waiting.get(call);
      this.#waiting.delete(call);
      if (this.#waiting.size === 0) worker.unref();
      if (body.ok) waiting?.resolve(body);
      else waiting?.reject(new Error(body.message));
    });
    worker.on('error', (error: Error) => this.#fail(`the model thread failed: ${error.message}`));
    worker.on('exit', (code) => {
      process.off('exit', close);
      this.#fail(`the model thread ended with code ${code}`);
    });
    return worker;
  }

  #fail(message: string): void {
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(new Error(message));
    this.#waiting.clear();
  }
}

/** The process's model thread. */
const host = new Host();

/** Why nothing can be computed on an execution provider here, in one line with the remedy; null where it can. */
export async function probeProvider(provider: string): Promise<string | null> {
  const spec = { type: 'float32', shape: PROBE_SHAPE } as const;
  try {
    const signature = { inputs: { x: spec }, outputs: { y: spec } };
    const model = await loadModel(probeModel(), signature, { providers: [provider] });
    const { y } = await model.run(probeFeeds());
    await model.dispose();
    return probeFault(y!);
  } catch (error) {
    return reasonOf(error);
  }
}
