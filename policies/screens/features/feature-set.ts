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
  /** Open hash table of the ids in this round: small, so that it stays in the processor's nearest cache. */
  readonly #slots: Int32Array;
  readonly #slotRounds: Int32Array;
  readonly #slotMask: number;
  #round = 0;
  #size = 0;

  /** `limit`: features beyond it are left out, so add the telling ones first. */
  constructor(limit: number) {
    this.#limit = limit;
    this.#ids = new Int32Array(limit);
    this.#weights = new Float32Array(limit);
    const slots = 2 ** (Math.ceil(Math.log2(limit)) + 2);
    this.#slots = new Int32Array(slots);
    this.#slotRounds = new Int32Array(slots);
    this.#slotMask = slots - 1;
  }

  clear(): void {
    this.#size = 0;
    this.#round++;
    if (this.#round === 2 ** 31 - 1) {
      this.#slotRounds.fill(0);
      this.#round = 1;
    }
  }

  add(hash: number, weight: number): void {
    if (this.#size === this.#limit) return;
    const id = hash & MASK;
    let slot = id & this.#slotMask;
    while (this.#slotRounds[slot] === this.#round) {
      if (this.#slots[slot] === id) return;
      slot = (slot + 1) & this.#slotMask;
    }
    this.#slotRounds[slot] = this.#round;
    this.#slots[slot] = id;
    this.#ids[this.#size] = id;
    this.#weights[this.#size++] = weight;
  }

  take(): Features {
    return { ids: this.#ids.slice(0, this.#size), weights: this.#weights.slice(0, this.#size) };
  }
}
