/** Bounded memory of what was worked out for a text: the same messages and labels return on screen after screen. */
export class TextCache<T> {
  readonly #known = new Map<string, T>();
  readonly #make: (text: string) => T;
  readonly #limit: number;

  constructor(make: (text: string) => T, limit = 50_000) {
    this.#make = make;
    this.#limit = limit;
  }

  get(text: string): T {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const made = this.#make(text);
    // Starting afresh is cheaper than bookkeeping of ages, and cannot change a result.
    if (this.#known.size >= this.#limit) this.#known.clear();
    this.#known.set(text, made);
    return made;
  }
}
