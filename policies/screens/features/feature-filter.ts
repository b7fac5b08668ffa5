import { FEATURE_BITS, type Features } from './feature-set.ts';

/** Bytes of a filter: a bit for each feature. */
export const FILTER_BYTES = 2 ** FEATURE_BITS / 8;

/** Which features examples showed often enough: the rest would only add what hash collisions left in the tables. */
export class FeatureFilter {
  readonly #bits: Uint8Array;
  /** Room to gather in, used again from call to call. */
  #ids = new Int32Array(0);
  #weights = new Float32Array(0);

  /** Shape: [FILTER_BYTES]. */
  constructor(bits: Uint8Array) {
    this.#bits = bits;
  }

  /** Keeps what occurred in at least `sessions` sessions. */
  static of(all: Iterable<{ readonly session: string; readonly context: Features }>, sessions: number): FeatureFilter {
    const counts = new Uint8Array(2 ** FEATURE_BITS);
    const lastIn = new Int32Array(2 ** FEATURE_BITS).fill(-1);
    const numbers = new Map<string, number>();
    for (const { session, context } of all) {
      const number = numbers.get(session) ?? numbers.size;
      numbers.set(session, number);
      for (const id of context.ids) {
        if (lastIn[id] === number) continue;
        lastIn[id] = number;
        if (counts[id]! < 255) counts[id]!++;
      }
    }
    const bits = new Uint8Array(FILTER_BYTES);
    for (let id = 0; id < counts.length; id++) if (counts[id]! >= sessions) bits[id >> 3]! |= 1 << (id & 7);
    return new FeatureFilter(bits);
  }

  get bytes(): Uint8Array {
    return this.#bits;
  }

  keep({ ids, weights }: Features): Features {
    if (ids.length > this.#ids.length) {
      this.#ids = new Int32Array(ids.length);
      this.#weights = new Float32Array(ids.length);
    }
    const [keptIds, keptWeights] = [this.#ids, this.#weights];
    let size = 0;
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at]!;
      if ((this.#bits[id >> 3]! & (1 << (id & 7))) === 0) continue;
      keptIds[size] = id;
      keptWeights[size++] = weights[at]!;
    }
    return { ids: keptIds.slice(0, size), weights: keptWeights.slice(0, size) };
  }
}
