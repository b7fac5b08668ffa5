import type { InferenceSession } from 'onnxruntime-node';
import { deviceState, hostState, nextOf } from './carried-state.ts';
import { createSession } from './create-session.ts';
import { finite, toTensor } from './ort-tensors.ts';
import { type Declared, type ModelSignature, signatureFault } from './signature.ts';
import type { Tensors } from './tensor.ts';

/** A loaded model, run on the calling thread. Carried state stays inside: output `x.next` becomes input `x`. */
export interface ModelSession {
  readonly provider: string;
  run(feeds: Tensors): Promise<Tensors>;
  state(): Promise<Tensors>;
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
export async function openSession(options: SessionOptions): Promise<ModelSession> {
  const kept = Object.keys(options.state).map(nextOf);
  const { session, provider, onDevice } = await createSession({ ...options, kept });
  const where = typeof options.source === 'string' ? `model ${options.source}` : 'model';
  const fault =
    signatureFault('input', declared(session.inputMetadata), options.signature.inputs) ??
    signatureFault('output', declared(session.outputMetadata), options.signature.outputs);
  if (fault) {
    await session.release();
    throw new Error(`${where} ${fault}: use a file that this version wrote`);
  }
  const state = onDevice ? deviceState(options.state, provider.split(' ', 1)[0]!) : hostState(options.state);
  return {
    provider,
    async run(feeds) {
      const inputs = Object.fromEntries(Object.entries(feeds).map(([name, data]) => [name, toTensor(data)]));
      const outputs = await session.run({ ...inputs, ...state.inputs() });
      const given = Object.entries(outputs).filter(([name]) => !kept.includes(name));
      try {
        const result = Object.fromEntries(given.map(([name, tensor]) => [name, finite(name, tensor, where)]));
        state.accept(outputs);
        return result;
      } catch (error) {
        state.refuse(outputs);
        throw error;
      }
    },
    state: () => state.read(where),
    async release() {
      await state.release();
      await session.release();
    },
  };
}

function declared(metadata: readonly InferenceSession.ValueMetadata[]): Declared[] {
  return metadata.map((one) =>
    one.isTensor
      ? { name: one.name, type: one.type, shape: one.shape }
      : { name: one.name, type: 'no tensor', shape: [] },
  );
}
