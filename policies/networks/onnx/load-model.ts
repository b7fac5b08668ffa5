import { host } from './host.ts';
import type { ModelSignature } from './signature.ts';
import type { TensorData, Tensors } from './tensor.ts';

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
  /** The carried state as it stands. */
  state(): Promise<Tensors>;
  dispose(): Promise<void>;
}

export interface LoadOptions {
  /** Execution providers in the order to be tried; the CPU alone by default. */
  readonly providers?: readonly string[] | undefined;
  /** Threads within one operator; 1 by default. */
  readonly threads?: number;
  /** State that stays in the model's thread from run to run: output `x.next` becomes input `x`. */
  readonly state?: Tensors;
}

let models = 0;

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
  const { provider } = await host.ask({ kind: 'load', model, source, signature, providers, threads, state });
  return {
    provider,
    run: async (feeds) => (await host.ask({ kind: 'run', model, feeds: owned(feeds) })).tensors,
    state: async () => (await host.ask({ kind: 'state', model })).tensors,
    dispose: async () => {
      await host.ask({ kind: 'release', model });
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
    const wanted = shape.reduce((all, dim) => all * dim, 1);
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
