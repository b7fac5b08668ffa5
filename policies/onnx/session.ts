import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { type Declared, type ModelSignature, signatureFault } from './signature.ts';
import type { TensorData, Tensors } from './tensor.ts';

/** A loaded model, run on the calling thread. Carried state stays inside: output `x.next` becomes input `x`. */
export interface Session {
  readonly provider: string;
  run(feeds: Tensors): Promise<Tensors>;
  state(): Tensors;
  release(): Promise<void>;
}

export interface SessionOptions {
  readonly source: string | Uint8Array;
  readonly signature: ModelSignature;
  readonly providers: readonly string[];
  readonly threads: number;
  readonly state: Tensors;
}

/**
 * Loads a model on the first execution provider that takes it, and checks its inputs and outputs.
 *
 * Throws: one line, when the file is no model, no provider takes it, or its signature is another.
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { session, provider } = await create(options);
  const where = typeof options.source === 'string' ? `model ${options.source}` : 'model';
  const fault =
    signatureFault('input', declared(session.inputMetadata), options.signature.inputs) ??
    signatureFault('output', declared(session.outputMetadata), options.signature.outputs);
  if (fault) {
    await session.release();
    throw new Error(`${where} ${fault}: use a file that this version wrote`);
  }
  const carried = Object.keys(options.state);
  let state = Object.fromEntries(Object.entries(options.state).map(([name, data]) => [name, toTensor(data)]));
  return {
    provider,
    async run(feeds) {
      const inputs = Object.fromEntries(Object.entries(feeds).map(([name, data]) => [name, toTensor(data)]));
      const outputs = await session.run({ ...inputs, ...state });
      const next = Object.fromEntries(carried.map((name) => [name, outputs[`${name}.next`]!]));
      const kept = Object.entries(outputs).filter(([name]) => !carried.some((one) => `${one}.next` === name));
      const result = Object.fromEntries(kept.map(([name, tensor]) => [name, finite(name, tensor, where)]));
      state = next;
      return result;
    },
    state: () => Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, finite(name, tensor, where)])),
    release: () => session.release(),
  };
}

async function create({ source, providers, threads }: SessionOptions) {
  const supported = new Set(listSupportedBackends().map(({ name }) => name));
  const refused: string[] = [];
  let last = 'no execution provider was asked for';
  for (const provider of providers) {
    const options: InferenceSession.SessionOptions = {
      executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      // Threads that spin while they wait take the cores that other workers need.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    };
    // The runtime drops a provider that it does not know without a word, and would run on the CPU instead.
    if (!supported.has(provider)) {
      last = `this runtime has no provider "${provider}"`;
      refused.push(provider);
      continue;
    }
    try {
      const session =
        typeof source === 'string'
          ? await InferenceSession.create(source, options)
          : await InferenceSession.create(source, options);
      return { session, provider: refused.length === 0 ? provider : `${provider} (refused: ${refused.join(', ')})` };
    } catch (error) {
      last = firstLine(error);
      refused.push(provider);
    }
  }
  const where = typeof source === 'string' ? `model ${source}` : 'model';
  throw new Error(`${where} cannot be loaded on ${providers.join(' or ') || 'nothing'}: ${last}`);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!.trim();
}

function declared(metadata: readonly InferenceSession.ValueMetadata[]): Declared[] {
  return metadata.map((one) =>
    one.isTensor
      ? { name: one.name, type: one.type, shape: one.shape }
      : { name: one.name, type: 'no tensor', shape: [] },
  );
}

function toTensor({ type, shape, data }: TensorData): Tensor {
  return new Tensor(type, data as never, [...shape]);
}

/** Throws: when a float tensor holds NaN or infinity, which the runtime itself lets pass. */
function finite(name: string, tensor: Tensor, where: string): TensorData {
  const data = tensor.data as TensorData['data'];
  if (data instanceof Float32Array || data instanceof Float64Array) {
    for (let index = 0; index < data.length; index++)
      if (!Number.isFinite(data[index]))
        throw new Error(`${where}: output "${name}" holds ${data[index]} at ${index}: check its inputs and weights`);
  }
  return { type: tensor.type as TensorData['type'], shape: tensor.dims, data };
}
