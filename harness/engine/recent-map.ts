/** Entries of one generation: what models remember of that many screens takes some hundred MiB. */
const GENERATION = 25_000;

/**
 * A map that forgets what was not asked for in a long time, so that long runs keep their memory: it holds at least
 * the last `generation` keys that were set or found, and at most twice as many.
 */
export class RecentMap<V> {
  readonly #generation: number;
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  constructor(generation: number = GENERATION) {
    this.#generation = generation;
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.#generation) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
