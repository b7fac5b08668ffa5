import type { Placement } from './placement.ts';
import type { ModelSignature } from './signature.ts';
import type { Tensors } from './tensor.ts';

/** What the host asks of its worker. `model` is the number that the host gave the model. */
export type Request =
  | {
      readonly kind: 'load';
      readonly model: number;
      readonly source: string | Uint8Array;
      readonly signature: ModelSignature;
      readonly providers: readonly string[];
      readonly threads: number;
      readonly state: Tensors;
      readonly placed: boolean;
    }
  | { readonly kind: 'run'; readonly model: number; readonly feeds: Tensors }
  | { readonly kind: 'state'; readonly model: number; readonly names?: readonly string[] | undefined }
  | { readonly kind: 'release'; readonly model: number };

/** What the worker answers. */
export type WorkerReply =
  | {
      readonly ok: true;
      readonly provider: string;
      readonly tensors: Tensors;
      /** Which nodes ran where, of a model that is released and was asked for it. */
      readonly placement: readonly Placement[];
    }
  | { readonly ok: false; readonly message: string };

/** A request or reply with the number that pairs them. */
export interface Envelope<Body> {
  readonly call: number;
  readonly body: Body;
}

/** The buffers of tensors, to be handed over without a copy. */
export function buffersOf(tensors: Tensors): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { data } of Object.values(tensors)) if (data.buffer instanceof ArrayBuffer) buffers.add(data.buffer);
  return [...buffers];
}
