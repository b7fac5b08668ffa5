import { Graph } from '../../networks/graph/graph.ts';
import type { Value } from '../../networks/graph/operator.ts';
import { signatureOf, toOnnx } from '../../networks/graph/serialize.ts';
import { loadModel, type Model } from '../../networks/onnx/load-model.ts';
import { float32, floats, int32, type Tensors } from '../../networks/onnx/tensor.ts';
import { frozen } from '../../networks/training/trainer-state.ts';
import { roundUp } from '../transformer/pack.ts';
import { type BertShape, bertInputs, bertStates } from './bert.ts';
import type { Encoder, Pooling } from './encoder-folder.ts';

/** A text's vector, of length √width. Shape: [width]. */
export type VectorOf = (text: string) => Float32Array;

/** Texts of a run: always so many, whatever there is to encode, so that a text's vector depends on it alone. */
const ROWS = 8;
const TOKEN_STEP = 16;
/** Tokens of a text that are read; most messages have fewer than 30. */
const MOST_TOKENS = 64;
/** Texts that the runtime is given at once. */
const AT_ONCE = 512;
/** Texts whose vectors are remembered at most. */
const MOST_KNOWN = 200_000;

/** The vectors that a pretrained encoder, as it is, makes of texts: each is computed once. */
export class TextVectors {
  readonly #encoder: Encoder;
  readonly #model: Model;
  #known = new Map<string, Float32Array>();

  private constructor(encoder: Encoder, model: Model) {
    this.#encoder = encoder;
    this.#model = model;
  }

  /** Throws: as `loadModel`. */
  static async load(encoder: Encoder, providers?: readonly string[]): Promise<TextVectors> {
    const graph = vectorGraph(encoder);
    return new TextVectors(encoder, await loadModel(toOnnx(graph), signatureOf(graph), { providers, threads: 2 }));
  }

  get width(): number {
    return this.#encoder.shape.width;
  }

  /** Computes what is missing of these; gives them all. */
  async of(texts: readonly string[], onProgress?: (fraction: number) => void): Promise<VectorOf> {
    // Whoever still reads the old ones keeps them.
    if (this.#known.size + texts.length > MOST_KNOWN) this.#known = new Map();
    const known = this.#known;
    const missing = texts.filter((text) => !known.has(text));
    for (let start = 0; start < missing.length; start += AT_ONCE) {
      const some = missing.slice(start, start + AT_ONCE);
      for (const [at, vector] of (await this.#encode(some)).entries()) known.set(some[at]!, vector);
      onProgress?.(Math.min(1, (start + AT_ONCE) / missing.length));
    }
    return (text) => known.get(text)!;
  }

  async #encode(texts: readonly string[]): Promise<Float32Array[]> {
    const most = Math.min(MOST_TOKENS, this.#encoder.shape.positions);
    const vectors: Float32Array[] = new Array(texts.length);
    const byLength = new Map<number, { readonly at: number; readonly ids: readonly number[] }[]>();
    for (const [at, text] of texts.entries()) {
      const ids = this.#encoder.tokenize(text, most);
      const tokens = Math.min(most, roundUp(ids.length, TOKEN_STEP));
      const alike = byLength.get(tokens) ?? [];
      alike.push({ at, ids });
      byLength.set(tokens, alike);
    }
    const runs: Promise<void>[] = [];
    for (const [tokens, alike] of byLength)
      for (let start = 0; start < alike.length; start += ROWS) {
        const some = alike.slice(start, start + ROWS);
        runs.push(
          this.#run(
            some.map(({ ids }) => ids),
            tokens,
          ).then((rows) => {
            for (const [row, { at }] of some.entries()) vectors[at] = rows[row]!;
          }),
        );
      }
    await Promise.all(runs);
    return vectors;
  }

  async #run(rows: readonly (readonly number[])[], tokens: number): Promise<Float32Array[]> {
    const { width } = this;
    const all = floats(await this.#model.run(packTexts(rows, tokens, this.#encoder.pooling)), 'vectors');
    return rows.map((_, row) => all.slice(row * width, (row + 1) * width));
  }

  dispose(): Promise<void> {
    return this.#model.dispose();
  }
}

function vectorGraph({ shape, parameters }: Encoder): Graph {
  const graph = new Graph();
  const states = bertStates(graph, frozen(graph, parameters), bertInputs(graph), shape);
  graph.output('vectors', pooled(graph, states, shape));
  return graph;
}

/** One vector of length √width for each row. Shape: [rows, tokens, width] → [rows, width]. */
function pooled(graph: Graph, states: Value, { width }: BertShape): Value {
  const taken = graph.input('taken', graph.float, ['rows', 'tokens']);
  const product = graph.apply('MatMul', [graph.apply('Unsqueeze', [taken, graph.ints([1])]), states]);
  const sum = graph.apply('Reshape', [product, graph.ints([0, width])]);
  const squares = graph.apply('ReduceMean', [graph.apply('Mul', [sum, sum]), graph.ints([1])], { keepdims: 1 });
  return graph.apply('Div', [sum, graph.apply('Sqrt', [graph.apply('Add', [squares, graph.scalar(1e-12)])])]);
}

/** Token ids as the encoder's inputs, filled up to ROWS × tokens; `taken` is 1 for the tokens whose states are added up. */
function packTexts(texts: readonly (readonly number[])[], tokens: number, pooling: Pooling): Tensors {
  const shape = [ROWS, tokens];
  const ids = new Int32Array(ROWS * tokens);
  const places = Int32Array.from({ length: ROWS * tokens }, (_, cell) => cell % tokens);
  const [present, taken] = [new Float32Array(ROWS * tokens), new Float32Array(ROWS * tokens)];
  for (let row = 0; row < ROWS; row++) {
    const own = texts[row] ?? [];
    const start = row * tokens;
    ids.set(own, start);
    // A row that holds nothing would attend to nothing: its first token stands.
    const end = start + Math.max(1, own.length);
    present.fill(1, start, end);
    taken.fill(1, start, pooling === 'first' ? start + 1 : end);
  }
  return {
    tokens: int32(shape, ids),
    places: int32(shape, places),
    present: float32(shape, present),
    taken: float32(shape, taken),
  };
}
