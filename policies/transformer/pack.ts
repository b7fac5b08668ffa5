import { float32, int32, type TensorData, type Tensors } from '../onnx/tensor.ts';
import { type CandidateText, FACTS, type Item } from './item.ts';
import type { Sequence } from './sequence.ts';

/** Sequences as the encoder's inputs, filled up to rows × tokens. */
export function packSequences(
  prefix: string,
  sequences: readonly Sequence[],
  rows: number,
  tokens: number,
): Record<string, TensorData> {
  const shape = [rows, tokens];
  const cells = rows * tokens;
  const ids = { tokens: new Int32Array(cells), parts: new Int32Array(cells) };
  const places = { ages: new Int32Array(cells), places: new Int32Array(cells) };
  const [present, first] = [new Float32Array(cells), new Float32Array(cells)];
  for (let row = 0; row < rows; row++) {
    const sequence = sequences[row];
    const start = row * tokens;
    first[start] = 1;
    // A row that holds nothing would attend to nothing: its first token stands.
    present.fill(1, start, start + Math.max(1, sequence?.tokens.length ?? 0));
    if (!sequence) continue;
    ids.tokens.set(sequence.tokens, start);
    ids.parts.set(sequence.parts, start);
    places.ages.set(sequence.ages, start);
    places.places.set(sequence.places, start);
  }
  const named = Object.entries({ ...ids, ...places }).map(([name, data]) => [`${prefix}_${name}`, int32(shape, data)]);
  return {
    ...(Object.fromEntries(named) as Record<string, TensorData>),
    [`${prefix}_present`]: float32(shape, present),
    [`${prefix}_first`]: float32(shape, first),
  };
}

/** Candidates' texts as the encoder's inputs, filled up to rows × tokens. */
export function packTexts(texts: readonly CandidateText[], rows: number, tokens: number): Record<string, TensorData> {
  const action = new Int32Array(rows);
  for (const [row, text] of texts.entries()) action[row] = text.action;
  const sequences = texts.map(({ sequence }) => sequence);
  return { ...packSequences('candidate', sequences, rows, tokens), candidate_action: int32([rows], action) };
}

/** The candidates' facts, filled up to rows × candidates. */
export function packFacts(items: readonly Item[], rows: number, candidates: number, factBits: number): Tensors {
  const mask = 2 ** factBits - 1;
  const facts = new Int32Array(rows * candidates * FACTS);
  for (const [row, item] of items.entries()) {
    const start = row * candidates * FACTS;
    for (let i = 0; i < item.facts.length; i++) facts[start + i] = item.facts[i]! & mask;
  }
  return { facts: int32([rows, candidates, FACTS], facts) };
}

/** The smallest multiple of `step` that holds `count`. */
export function roundUp(count: number, step: number): number {
  return Math.max(1, Math.ceil(count / step)) * step;
}
