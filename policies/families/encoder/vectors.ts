import type { TextEncoder } from './text-encoder.ts';

/** A text's vector. Shape: [width]. */
export type VectorOf = (text: string) => Float32Array;

/** Texts whose vectors are remembered at most. */
const MOST_KNOWN = 200_000;
/** Texts that the encoder is given at once. */
const AT_ONCE = 512;

/** Vectors of texts: each is computed once. */
export class TextVectors {
  readonly #encoder: TextEncoder;
  #known = new Map<string, Float32Array>();

  constructor(encoder: TextEncoder) {
    this.#encoder = encoder;
  }

  get width(): number {
    return this.#encoder.width;
  }

  /** Computes what is missing of these; gives them all. */
  async of(texts: readonly string[], onProgress?: (fraction: number) => void): Promise<VectorOf> {
    if (this.#known.size + texts.length > MOST_KNOWN) this.#known = new Map();
    const known = this.#known;
    const missing = texts.filter((text) => !known.has(text));
    for (let start = 0; start < missing.length; start += AT_ONCE) {
      const some = missing.slice(start, start + AT_ONCE);
      for (const [at, vector] of (await this.#encoder.encode(some)).entries()) known.set(some[at]!, vector);
      onProgress?.(Math.min(1, (start + AT_ONCE) / missing.length));
    }
    return (text) => known.get(text)!;
  }

  dispose(): Promise<void> {
    return this.#encoder.dispose();
  }
}
