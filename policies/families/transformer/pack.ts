import { float32, int32, type TensorData, type Tensors } from '../../networks/onnx/tensor.ts';
import { FEATURES } from './candidate-state.ts';
import { type CandidateText, FACTS, type Item } from './item.ts';
import { AGES, MARKS, PARTS, type Sequence } from './sequence.ts';

/** Sequences as the encoder's inputs, filled up to rows × tokens. */
export function packSequences(
  prefix: string,
  sequences: readonly Sequence[],
  rows: number,
  tokens: number,
): Record<string, TensorData> {
  const shape = [rows, tokens];
  const cells = rows * tokens;
  const ids = new Int32Array(cells);
  const marks = new Float32Array(cells * MARKS);
  const [present, first] = [new Float32Array(cells), new Float32Array(cells)];
  for (let row = 0; row < rows; row++) {
    const sequence = sequences[row];
    const start = row * tokens;
    first[start] = 1;
    // A row that holds nothing would attend to nothing: its first token stands.
    present.fill(1, start, start + Math.max(1, sequence?.tokens.length ?? 0));
    if (!sequence) continue;
    ids.set(sequence.tokens, start);
    for (let at = 0; at < sequence.tokens.length; at++) {
      const base = (start + at) * MARKS;
      marks[base + sequence.parts[at]!] = 1;
      marks[base + PARTS.length + sequence.ages[at]!] = 1;
      marks[base + PARTS.length + AGES + sequence.places[at]!] = 1;
    }
  }
  return {
    [`${prefix}_tokens`]: int32(shape, ids),
    [`${prefix}_marks`]: float32([...shape, MARKS], marks),
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

/** What holds of the candidates, filled up to rows × candidates. */
export function packState(items: readonly Item[], rows: number, candidates: number, factBits: number): Tensors {
  const mask = 2 ** factBits - 1;
  const facts = new Int32Array(rows * candidates * FACTS);
  const features = new Float32Array(rows * candidates * FEATURES);
  for (const [row, item] of items.entries()) {
    const start = row * candidates * FACTS;
    for (let i = 0; i < item.facts.length; i++) facts[start + i] = item.facts[i]! & mask;
    features.set(item.features, row * candidates * FEATURES);
  }
  return {
    facts: int32([rows, candidates, FACTS], facts),
    features: float32([rows, candidates, FEATURES], features),
  };
}

/** The smallest multiple of `step` that holds `count`. */
export function roundUp(count: number, step: number): number {
  return Math.max(1, Math.ceil(count / step)) * step;
}
