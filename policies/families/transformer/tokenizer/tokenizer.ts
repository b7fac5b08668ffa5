import { perText } from '../../../../harness/contract/remember.ts';
import { BYTES, type Merges, merged, tokenizerWords } from './byte-pairs.ts';

/** Turns texts into token ids and back without loss. */
export interface Tokenizer {
  /** How many tokens there are: ids are below. */
  readonly size: number;
  readonly merges: Merges;
  encode(text: string): readonly number[];
  /** Throws: for an id that is no token. */
  decode(tokens: readonly number[]): string;
}

/**
 * The tokenizer that these merges make. Lone surrogates, which no UTF-8 text holds, come back as U+FFFD.
 *
 * Throws: when a merge names a token that is not made before it.
 */
export function createTokenizer(merges: Merges): Tokenizer {
  const ranks = new Map<number, number>();
  const bytes: Uint8Array[] = Array.from({ length: BYTES }, (_, byte) => Uint8Array.of(byte));
  for (const [rank, [left, right]] of merges.entries()) {
    const [head, tail] = [bytes[left], bytes[right]];
    if (!head || !tail) throw new Error(`merge ${rank} joins ${left} and ${right}: it may name only earlier tokens`);
    bytes.push(Uint8Array.of(...head, ...tail));
    ranks.set(left * 65_536 + right, rank);
  }
  const encoder = new TextEncoder();
  const encodeWord = perText((word): readonly number[] => mergeAll([...encoder.encode(word)], ranks));
  return {
    size: bytes.length,
    merges,
    encode: (text) => tokenizerWords(text).flatMap(encodeWord),
    decode(tokens) {
      const parts = tokens.map((token) => {
        const part = bytes[token];
        if (!part) throw new Error(`${token} is no token: ids are below ${bytes.length}`);
        return part;
      });
      // A byte order mark is text like any other here.
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(parts));
    },
  };
}

/** Applies merges in the order in which they were learned. */
function mergeAll(bytes: number[], ranks: ReadonlyMap<number, number>): number[] {
  let tokens = bytes;
  while (tokens.length > 1) {
    let first = Number.POSITIVE_INFINITY;
    for (let i = 1; i < tokens.length; i++)
      first = Math.min(first, ranks.get(tokens[i - 1]! * 65_536 + tokens[i]!) ?? first);
    if (first === Number.POSITIVE_INFINITY) break;
    const at = tokens.findIndex((token, i) => ranks.get(token * 65_536 + (tokens[i + 1] ?? -1)) === first);
    tokens = merged(tokens, tokens[at]!, tokens[at + 1]!, BYTES + first);
  }
  return tokens;
}
