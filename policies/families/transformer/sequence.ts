/** What a token belongs to. */
export const PARTS = [
  'start',
  'procedure',
  'result',
  'field',
  'customer',
  'desk',
  'action',
  'value',
  'candidate',
] as const;
export type Part = (typeof PARTS)[number];

/** How old an event, and how far into it a token may be: all beyond count as the last. */
export const AGES = 24;
const PLACES = 32;
/** Numbers that mark a token: one for its part, one for its age, one for its place. */
export const MARKS = PARTS.length + AGES + PLACES;

/** Tokens as the network reads them, each with the part that it belongs to, that part's age and its place in it. */
export interface Sequence {
  readonly tokens: readonly number[];
  readonly parts: readonly number[];
  readonly ages: readonly number[];
  readonly places: readonly number[];
}

/** Writes a sequence up to a length; what does not fit is left out. */
export class SequenceWriter {
  readonly #limit: number;
  readonly #tokens: number[] = [];
  readonly #parts: number[] = [];
  readonly #ages: number[] = [];
  readonly #places: number[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Where the next token will stand. */
  get at(): number {
    return this.#tokens.length;
  }

  get full(): boolean {
    return this.#tokens.length >= this.#limit;
  }

  /** Adds at most `most` tokens of a part. */
  add(part: Part, age: number, tokens: readonly number[], most = tokens.length): void {
    const end = Math.min(tokens.length, most);
    for (let at = 0; at < end && !this.full; at++) {
      this.#tokens.push(tokens[at]!);
      this.#parts.push(PARTS.indexOf(part));
      this.#ages.push(Math.min(AGES - 1, age));
      this.#places.push(Math.min(PLACES - 1, at));
    }
  }

  take(): Sequence {
    return { tokens: this.#tokens, parts: this.#parts, ages: this.#ages, places: this.#places };
  }
}
