/** Merges of a byte-pair encoding, the first learned first: pairs of token ids below 256 + the merge's place. */
export type Merges = readonly (readonly [number, number])[];

/** Tokens that stand for one byte each. */
export const BYTES = 256;

// A word takes the space before it along, so that the words of a text joined give the text again.
const WORDS = / ?\p{L}+| ?\p{N}| ?[^\s\p{L}\p{N}]+|\s/gu;

/** Parts of a text that no merge crosses; joined they give the text. */
export function tokenizerWords(text: string): string[] {
  return text.match(WORDS) ?? [];
}

interface Word {
  readonly count: number;
  tokens: number[];
}

const pairKey = (left: number, right: number): number => left * 65_536 + right;

/**
 * Learns merges from texts: again and again the most frequent pair of neighbours becomes a token; of equally frequent
 * ones that with the lowest ids. A pair that occurs only once is left. The order of the texts does not matter.
 *
 * Source: Sennrich, Haddow & Birch 2016, on bytes.
 */
export function learnMerges(texts: Iterable<string>, vocabulary: number): Merges {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of tokenizerWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const encoder = new TextEncoder();
  const words = [...counts].map(([word, count]): Word => ({ count, tokens: [...encoder.encode(word)] }));
  const pairs = new Pairs();
  for (const [at, word] of words.entries()) pairs.note(word, at, 1);
  const merges: [number, number][] = [];
  while (BYTES + merges.length < vocabulary) {
    const best = pairs.best();
    if (best === null) break;
    const [left, right] = best;
    const made = BYTES + merges.length;
    merges.push([left, right]);
    for (const at of pairs.wordsWith(left, right)) {
      const word = words[at]!;
      pairs.note(word, at, -1);
      word.tokens = merged(word.tokens, left, right, made);
      pairs.note(word, at, 1);
    }
  }
  return merges;
}

/** How often each pair of neighbours occurs, and where. */
class Pairs {
  readonly #counts = new Map<number, number>();
  readonly #places = new Map<number, Set<number>>();

  /** Adds (sign 1) or takes away (sign -1) the pairs of a word. */
  note(word: Word, at: number, sign: 1 | -1): void {
    for (let i = 1; i < word.tokens.length; i++) {
      const key = pairKey(word.tokens[i - 1]!, word.tokens[i]!);
      const count = (this.#counts.get(key) ?? 0) + sign * word.count;
      if (count > 0) this.#counts.set(key, count);
      else this.#counts.delete(key);
      if (sign < 0) continue;
      const places = this.#places.get(key);
      if (places) places.add(at);
      else this.#places.set(key, new Set([at]));
    }
  }

  /** The most frequent pair; null where none occurs twice. */
  best(): readonly [number, number] | null {
    let best = -1;
    let most = 1;
    for (const [key, count] of this.#counts)
      if (count > most || (count === most && best >= 0 && key < best)) [best, most] = [key, count];
    return best < 0 ? null : [Math.floor(best / 65_536), best % 65_536];
  }

  wordsWith(left: number, right: number): number[] {
    return [...(this.#places.get(pairKey(left, right)) ?? [])];
  }
}

/** The tokens with each occurrence of a pair, from the left, made one. */
export function merged(tokens: readonly number[], left: number, right: number, made: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === left && tokens[i + 1] === right) {
      out.push(made);
      i++;
    } else out.push(tokens[i]!);
  }
  return out;
}
