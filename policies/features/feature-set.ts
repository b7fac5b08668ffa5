/** Distinct hashed features of one thing, with a weight each. */
export interface Features {
  /** Range: [0, 2^20). */
  readonly ids: Int32Array;
  readonly weights: Float32Array;
}

/** Features are hashed into this many bits. */
export const FEATURE_BITS = 20;
const MASK = 2 ** FEATURE_BITS - 1;

/** Collects features into one reused buffer; a feature added twice counts once, with its first weight. */
export class FeatureSet {
  readonly #limit: number;
  readonly #ids: Int32Array;
  readonly #weights: Float32Array;
  readonly #seenAt = new Int32Array(2 ** FEATURE_BITS);
  #round = 0;
  #size = 0;

  /** `limit`: features beyond it are left out, so add the telling ones first. */
  constructor(limit: number) {
    this.#limit = limit;
    this.#ids = new Int32Array(limit);
    this.#weights = new Float32Array(limit);
  }

  clear(): void {
    this.#size = 0;
    this.#round++;
    if (this.#round === 2 ** 31 - 1) {
      this.#seenAt.fill(0);
      this.#round = 1;
    }
  }

  add(hash: number, weight: number): void {
    const id = hash & MASK;
    if (this.#seenAt[id] === this.#round || this.#size === this.#limit) return;
    this.#seenAt[id] = this.#round;
    this.#ids[this.#size] = id;
    this.#weights[this.#size++] = weight;
  }

  take(): Features {
    return { ids: this.#ids.slice(0, this.#size), weights: this.#weights.slice(0, this.#size) };
  }
}
