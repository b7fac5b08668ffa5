/** A list of numbers that grows, eight bytes each: fifteen thousand sessions times many metrics and cells stay small. */
export class NumberList {
  #values = new Float64Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** Moves the value at a place towards another by a part of the way; by none where they are equal, to the bit. */
  moveTowards(place: number, value: number, part: number): void {
    const before = this.#values[place]!;
    this.#values[place] = before + (value - before) * part;
  }

  /** The values at these places, in this order. */
  pick(places: ArrayLike<number>): Float64Array {
    const picked = new Float64Array(places.length);
    for (let i = 0; i < picked.length; i++) picked[i] = this.#values[places[i]!]!;
    return picked;
  }

  /** All values, in the order they came. A view: it shows no later push. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
