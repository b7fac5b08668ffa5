import { sumOf } from '../../../harness/shared/numbers.ts';
import type { Features } from '../../screens/features/feature-set.ts';

/** Remembered examples: what each was done on, and what was done. */
export interface Memory {
  /** Feature ids of all examples, one after the other. */
  readonly ids: Int32Array;
  /** Their weights. */
  readonly weights: Float32Array;
  /** Where each example's features begin, and after the last one where they end. Shape: [examples + 1]. */
  readonly starts: Int32Array;
  /** Each example's target, as an index. Shape: [examples]. */
  readonly targets: Int32Array;
}

/** Packs examples into a memory. */
export function packMemory(examples: readonly { readonly context: Features; readonly target: number }[]): Memory {
  const size = sumOf(examples, ({ context }) => context.ids.length);
  const memory = {
    ids: new Int32Array(size),
    weights: new Float32Array(size),
    starts: new Int32Array(examples.length + 1),
    targets: Int32Array.from(examples, ({ target }) => target),
  };
  let at = 0;
  for (const [index, { context }] of examples.entries()) {
    memory.ids.set(context.ids, at);
    memory.weights.set(context.weights, at);
    at += context.ids.length;
    memory.starts[index + 1] = at;
  }
  return memory;
}

interface Posting {
  readonly examples: number[];
  readonly weights: number[];
  /** Inverse document frequency: what every example has tells none apart. */
  idf: number;
}

/** Finds the examples nearest to a context, by cosine over features weighted by their rarity. */
export class NeighbourIndex {
  readonly #memory: Memory;
  readonly #postings = new Map<number, Posting>();
  readonly #norms: Float64Array;

  constructor(memory: Memory) {
    this.#memory = memory;
    const count = memory.targets.length;
    for (let example = 0; example < count; example++)
      for (let at = memory.starts[example]!; at < memory.starts[example + 1]!; at++) {
        const id = memory.ids[at]!;
        const posting = this.#postings.get(id) ?? { examples: [], weights: [], idf: 0 };
        if (posting.examples.length === 0) this.#postings.set(id, posting);
        posting.examples.push(example);
        posting.weights.push(memory.weights[at]!);
      }
    this.#norms = new Float64Array(count);
    for (const posting of this.#postings.values()) {
      posting.idf = Math.log(count / posting.examples.length);
      for (const [k, example] of posting.examples.entries())
        this.#norms[example]! += (posting.idf * posting.weights[k]!) ** 2;
    }
    for (let example = 0; example < count; example++) this.#norms[example] = Math.sqrt(this.#norms[example]!);
  }

  /** The examples nearest to the context among those whose target is wanted: similarity first, then the order given. */
  nearest(context: Features, wanted: ReadonlySet<number>, most: number): { target: number; similarity: number }[] {
    const { targets } = this.#memory;
    const scores = new Float64Array(targets.length);
    let norm = 0;
    for (let at = 0; at < context.ids.length; at++) {
      const posting = this.#postings.get(context.ids[at]!);
      if (!posting) continue;
      const weight = context.weights[at]! * posting.idf;
      norm += weight ** 2;
      const scaled = weight * posting.idf;
      for (let k = 0; k < posting.examples.length; k++) scores[posting.examples[k]!]! += scaled * posting.weights[k]!;
    }
    const near: { example: number; similarity: number }[] = [];
    for (let example = 0; example < targets.length; example++) {
      if (!wanted.has(targets[example]!) || scores[example] === 0) continue;
      const similarity = scores[example]! / (this.#norms[example]! * Math.sqrt(norm));
      if (near.length === most && similarity <= near[most - 1]!.similarity) continue;
      const place = near.findLastIndex((one) => one.similarity >= similarity) + 1;
      near.splice(place, 0, { example, similarity });
      if (near.length > most) near.pop();
    }
    return near.map(({ example, similarity }) => ({ target: targets[example]!, similarity }));
  }
}
