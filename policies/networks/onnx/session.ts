import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createSession } from './create-session.ts';
import { identityModel } from './identity-model.ts';
import { type Placement, takeProfiles } from './placement.ts';
import { type Declared, type ModelSignature, signatureFault } from './signature.ts';
import type { TensorData, Tensors } from './tensor.ts';

/** A loaded model, run on the calling thread. Carried state stays inside: output `x.next` becomes input `x`. */
export interface ModelSession {
  readonly provider: string;
  run(feeds: Tensors): Promise<Tensors>;
  /** The carried tensors of these inputs, by default of all. */
  state(names?: readonly string[]): Promise<Tensors>;
  /** Gives which nodes ran where, if that was asked for at load. */
  release(): Promise<Placement[]>;
}

export interface SessionOptions {
  readonly source: string | Uint8Array;
  readonly signature: ModelSignature;
  readonly providers: readonly string[];
  readonly threads: number;
  readonly state: Tensors;
  /** Whether which nodes run where is written down; runs are then slower. */
  readonly placed: boolean;
}

/**
 * Loads a model on the first execution provider that takes it, and checks its inputs and outputs.
 *
 * Throws: one line, when the file is no model, no provider takes it, or its signature is another.
 */
export async function openSession(options: SessionOptions): Promise<ModelSession> {
  const kept = Object.keys(options.state).map(nextOf);
  const profile = options.placed ? join(tmpdir(), `deskbench-nodes-${process.pid}-${randomUUID()}`) : null;
  const { session, provider, onDevice } = await createSession({ ...options, kept, profile });
  const where = typeof options.source === 'string' ? `model ${options.source}` : 'model';
  const fault =
    signatureFault('input', declared(session.inputMetadata), options.signature.inputs) ??
    signatureFault('output', declared(session.outputMetadata), options.signature.outputs);
  if (fault) {
    await session.release();
    throw new Error(`${where} ${fault}: use a file that this version wrote`);
  }
  const state = onDevice ? deviceState(options.state, provider.split(' ', 1)[0]!) : hostState(options.state);
  const unkept = Object.fromEntries(
    session.outputNames.filter((name) => !kept.includes(name)).map((name) => [name, null]),
  );
  return {
    provider,
    async run(feeds) {
      const inputs = Object.fromEntries(Object.entries(feeds).map(([name, data]) => [name, toTensor(data)]));
      const fetches = { ...unkept, ...state.outputs() };
      const outputs = await session.run({ ...inputs, ...state.inputs() }, fetches);
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
    state: (names) => state.read(where, names),
    async release() {
      await state.release();
      if (profile !== null) session.endProfiling();
      await session.release();
      return profile === null ? [] : takeProfiles(profile);
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

/** Tensors that stay with a session from run to run: output `x.next` becomes input `x`. */
interface CarriedState {
  /** Inputs of the next run. */
  inputs(): Readonly<Record<string, Tensor>>;
  /** Where the next run puts the next values: in memory of the state's own, or null where the runtime gives some. */
  outputs(): Readonly<Record<string, Tensor | null>>;
  /** Takes the next values out of a run's outputs. */
  accept(outputs: Readonly<Record<string, Tensor>>): void;
  /** Frees the next values of a run that failed; the state stays as it was. */
  refuse(outputs: Readonly<Record<string, Tensor>>): void;
  /** The values as they stand, by default all. Throws: when one is not finite, naming it. */
  read(where: string, names?: readonly string[]): Promise<Tensors>;
  release(): Promise<void>;
}

/** Name of the output that carries an input's next value. */
function nextOf(name: string): string {
  return `${name}.next`;
}

/**
 * State in the machine's own memory, held twice: a run reads one copy and writes the other. Fresh memory for each run
 * would cost more than the run.
 */
function hostState(start: Tensors): CarriedState {
  let state = tensorsOf(start);
  let spare = tensorsOf(
    Object.fromEntries(Object.entries(start).map(([name, tensor]) => [name, { ...tensor, data: tensor.data.slice() }])),
  );
  return {
    inputs: () => state,
    outputs: () => Object.fromEntries(Object.entries(spare).map(([name, tensor]) => [nextOf(name), tensor])),
    accept() {
      [state, spare] = [spare, state];
    },
    refuse: () => undefined,
    read: async (where, names = Object.keys(state)) =>
      Object.fromEntries(names.map((name) => [name, finite(name, state[name]!, where)])),
    release: async () => undefined,
  };
}

/**
 * State in a device's memory: each run's outputs are the next run's inputs, and the old ones are freed. Reading goes
 * through a model that copies: asking such a tensor for its data would abort the process.
 */
function deviceState(start: Tensors, provider: string): CarriedState {
  let state: Readonly<Record<string, Tensor>> = tensorsOf(start);
  let copier: InferenceSession | null = null;
  const free = (tensors: Readonly<Record<string, Tensor>>) => {
    for (const tensor of Object.values(tensors)) if (tensor.location === 'gpu-buffer') tensor.dispose();
  };
  return {
    inputs: () => state,
    outputs: () => Object.fromEntries(Object.keys(state).map((name) => [nextOf(name), null])),
    accept(outputs) {
      const next = Object.fromEntries(Object.keys(state).map((name) => [name, outputs[nextOf(name)]!]));
      free(state);
      state = next;
    },
    refuse: free,
    async read(where, names = Object.keys(state)) {
      copier ??= await InferenceSession.create(identityModel(state), {
        executionProviders: [provider],
        logSeverityLevel: 3,
      });
      const copies = await copier.run(
        Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, tensor])),
      );
      return Object.fromEntries(names.map((name) => [name, finite(name, copies[nextOf(name)]!, where)]));
    },
    async release() {
      free(state);
      await copier?.release();
    },
  };
}

function tensorsOf(tensors: Tensors): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, data]) => [name, toTensor(data)]));
}

/** A tensor as the runtime takes it. */
function toTensor({ type, shape, data }: TensorData): Tensor {
  return new Tensor(type, data as never, [...shape]);
}

/** A tensor as the runtime gives it. Throws: when it holds NaN or infinity, which the runtime itself lets pass. */
function finite(name: string, tensor: Tensor, where: string): TensorData {
  const data = tensor.data as TensorData['data'];
  if (data instanceof Float32Array || data instanceof Float64Array) {
    for (let index = 0; index < data.length; index++)
      if (!Number.isFinite(data[index]))
        throw new Error(`${where}: output "${name}" holds ${data[index]} at ${index}: check its inputs and weights`);
  }
  return { type: tensor.type as TensorData['type'], shape: tensor.dims, data };
}
