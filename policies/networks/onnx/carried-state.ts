import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { identityModel } from './identity-model.ts';
import { finite, toTensor } from './ort-tensors.ts';
import type { Tensors } from './tensor.ts';

/** Tensors that stay with a session from run to run: output `x.next` becomes input `x`. */
export interface CarriedState {
  /** Inputs of the next run. */
  inputs(): Readonly<Record<string, Tensor>>;
  /** Takes the next values out of a run's outputs. */
  accept(outputs: Readonly<Record<string, Tensor>>): void;
  /** Frees the next values of a run that failed; the state stays as it was. */
  refuse(outputs: Readonly<Record<string, Tensor>>): void;
  /** The values as they stand. Throws: when one is not finite, naming it. */
  read(where: string): Promise<Tensors>;
  release(): Promise<void>;
}

/** Name of the output that carries an input's next value. */
export function nextOf(name: string): string {
  return `${name}.next`;
}

/** State in the machine's own memory. */
export function hostState(start: Tensors): CarriedState {
  let state = tensorsOf(start);
  return {
    inputs: () => state,
    accept(outputs) {
      state = Object.fromEntries(Object.keys(state).map((name) => [name, outputs[nextOf(name)]!]));
    },
    refuse: () => undefined,
    read: async (where) =>
      Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, finite(name, tensor, where)])),
    release: async () => undefined,
  };
}

/**
 * State in a device's memory: each run's outputs are the next run's inputs, and the old ones are freed. Reading goes
 * through a model that copies: asking such a tensor for its data would abort the process.
 */
export function deviceState(start: Tensors, provider: string): CarriedState {
  let state: Readonly<Record<string, Tensor>> = tensorsOf(start);
  let copier: InferenceSession | null = null;
  const free = (tensors: Readonly<Record<string, Tensor>>) => {
    for (const tensor of Object.values(tensors)) if (tensor.location === 'gpu-buffer') tensor.dispose();
  };
  return {
    inputs: () => state,
    accept(outputs) {
      const next = Object.fromEntries(Object.keys(state).map((name) => [name, outputs[nextOf(name)]!]));
      free(state);
      state = next;
    },
    refuse: free,
    async read(where) {
      copier ??= await InferenceSession.create(identityModel(state), {
        executionProviders: [provider],
        logSeverityLevel: 3,
      });
      const copies = await copier.run(
        Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name, tensor])),
      );
      return Object.fromEntries(Object.keys(state).map((name) => [name, finite(name, copies[nextOf(name)]!, where)]));
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
