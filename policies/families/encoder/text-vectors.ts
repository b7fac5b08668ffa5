import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import { Graph } from '../../networks/graph/graph.ts';
import type { Value } from '../../networks/graph/operator.ts';
import { signatureOf, toOnnx } from '../../networks/graph/serialize.ts';
import { loadModel, type Model } from '../../networks/onnx/load-model.ts';
import { float32, floats, int32, type Tensors } from '../../networks/onnx/tensor.ts';
import { frozen } from '../../networks/training/trainer-state.ts';
import { roundUp } from '../transformer/pack.ts';
import { bertInputs, bertStates } from './bert.ts';
import type { Encoder, Pooling } from './encoder-folder.ts';
import { exportFeeds, pooledStates } from './exported.ts';
import { VectorStore } from './vector-store.ts';

/** What an encoder makes of a text: a vector of length √width, or the states of its tokens, one after the other. */
export type VectorOf = (text: string) => Float32Array;

/** Texts of a run: always so many, whatever there is to encode, so that a text's vector depends on it alone. */
const ROWS = 8;
const TOKEN_STEP = 16;
/** Tokens of a text that are read; most messages have fewer than 30. */
export const MOST_TOKENS = 64;
/** Texts that the runtime is given at once. */
const AT_ONCE = 512;
/** Numbers that are remembered at most: 1.6 GB. */
const MOST_NUMBERS = 4e8;

/** Raised whenever what a text's vector is made of changes. */
const VERSION = 1;

/** How an encoder's vectors are computed and kept. */
export interface VectorOptions {
  /** Execution providers in the order to be tried. */
  readonly providers?: readonly string[] | undefined;
  /** Folder in which they are kept from run to run. Absent: none. */
  readonly vectorCache?: string | undefined;
  /** File of the encoder's model, as `writeTextModel` wrote it, perhaps in another precision. Absent: it is built from the weights. */
  readonly model?: string | undefined;
}

/** Those in use, by what made them: models on the same encoder share them. */
const inUse = new Map<string, { vectors: Promise<TextVectors>; users: number }>();

/** What an encoder, as it is, makes of texts: each is computed once. */
export class TextVectors {
  readonly #encoder: Encoder;
  readonly #model: Model;
  readonly #of: 'text' | 'tokens';
  readonly #store: VectorStore | null;
  readonly #key: string;
  #known = new Map<string, Float32Array>();
  #numbers = 0;

  private constructor(encoder: Encoder, model: Model, of: 'text' | 'tokens', store: VectorStore | null, key: string) {
    this.#encoder = encoder;
    this.#model = model;
    this.#of = of;
    this.#store = store;
    this.#key = key;
  }

  /**
   * One vector for a text, or its tokens' states after the last layer. Who loaded them disposes of them; models on the
   * same encoder get the same ones. Throws: as `loadModel`.
   */
  static async load(
    encoder: Encoder,
    options: VectorOptions = {},
    of: 'text' | 'tokens' = 'text',
  ): Promise<TextVectors> {
    const { providers = null, vectorCache = null, model = null } = options;
    const key = JSON.stringify([encoder.fingerprint, encoder.pooling, of, providers, vectorCache, model]);
    const used = inUse.get(key) ?? { vectors: TextVectors.#load(encoder, options, of, key), users: 0 };
    used.users++;
    inUse.set(key, used);
    try {
      return await used.vectors;
    } catch (error) {
      inUse.delete(key);
      throw error;
    }
  }

  static async #load(
    encoder: Encoder,
    { providers, vectorCache, model: file }: VectorOptions,
    of: 'text' | 'tokens',
    key: string,
  ): Promise<TextVectors> {
    const { exported } = encoder;
    const graph = exported ? null : textGraph(encoder, of);
    const source = file ?? exported?.path ?? toOnnx(graph!);
    const signature = exported?.signature ?? signatureOf(graph!);
    const model = await loadModel(source, signature, { providers, threads: 2 });
    const made = [VERSION, encoder.fingerprint, encoder.pooling, of, model.provider].join(' ');
    const store = vectorCache === undefined || file !== undefined ? null : new VectorStore(vectorCache, made);
    return new TextVectors(encoder, model, of, store, key);
  }

  get width(): number {
    return this.#encoder.shape.width;
  }

  /** Computes what is missing of these; gives them all. */
  async of(texts: readonly string[], onProgress?: (fraction: number) => void): Promise<VectorOf> {
    // Whoever still reads the old ones keeps them.
    if (this.#numbers > MOST_NUMBERS) [this.#known, this.#numbers] = [new Map(), 0];
    const known = this.#known;
    const keep = (text: string, vector: Float32Array) => {
      known.set(text, vector);
      this.#numbers += vector.length;
    };
    const missing: string[] = [];
    for (const text of texts) {
      if (known.has(text)) continue;
      const kept = this.#store?.get(text);
      if (kept) keep(text, kept);
      else missing.push(text);
    }
    for (let start = 0; start < missing.length; start += AT_ONCE) {
      const some = missing.slice(start, start + AT_ONCE);
      for (const [at, vector] of (await this.#encode(some)).entries()) {
        keep(some[at]!, vector);
        this.#store?.add(some[at]!, vector);
      }
      onProgress?.(Math.min(1, (start + AT_ONCE) / missing.length));
    }
    if (missing.length >= AT_ONCE) this.#store?.flush();
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
    const { taken, ...inputs } = packTexts(rows, ROWS, tokens, this.#encoder.pooling);
    const ofText = this.#of === 'text';
    const { exported, pooling } = this.#encoder;
    if (exported) {
      const states = floats(
        await this.#model.run(exportFeeds(exported, inputs.tokens!, inputs.present!)),
        exported.states,
      );
      return rows.map((own, row) => {
        const taken = pooling === 'first' ? [row * tokens] : own.map((_, at) => row * tokens + at);
        return pooledStates(states, taken, width);
      });
    }
    const all = floats(await this.#model.run({ ...inputs, ...(ofText && { taken: taken! }) }), 'vectors');
    return rows.map((own, row) => {
      const start = row * width * (ofText ? 1 : tokens);
      return all.slice(start, start + width * (ofText ? 1 : own.length));
    });
  }

  /** The last of those who loaded them frees the encoder. */
  async dispose(): Promise<void> {
    this.#store?.flush();
    const used = inUse.get(this.#key);
    if (used && --used.users > 0) return;
    inUse.delete(this.#key);
    await this.#model.dispose();
  }
}

/** Name of an encoder's model beside the model that reads its vectors. */
const TEXT_MODEL = 'encoder.onnx';

/** Writes the model that gives texts' vectors, so that the folder serves by itself. */
export function writeTextModel(folder: string, encoder: Encoder): void {
  writeFileAtomic(join(folder, TEXT_MODEL), toOnnx(textGraph(encoder, 'text')));
}

/** The option that takes the model which `writeTextModel` wrote into a folder; none where it did not. */
export function textModelIn(folder: string): Pick<VectorOptions, 'model'> {
  const path = join(folder, TEXT_MODEL);
  return existsSync(path) ? { model: path } : {};
}

function textGraph(encoder: Encoder, of: 'text' | 'tokens'): Graph {
  const graph = new Graph();
  const inputs = bertInputs(graph);
  const states = bertStates(graph, frozen(graph, encoder.parameters), inputs, encoder.shape);
  const output =
    of === 'tokens'
      ? graph.apply('Mul', [states, graph.apply('Unsqueeze', [inputs.present, graph.ints([2])])])
      : pooled(graph, states, graph.input('taken', graph.float, ['rows', 'tokens']));
  graph.output('vectors', output);
  return graph;
}

/** One vector of length √width for each row, of the states that are taken. Shape: [rows, tokens, width] → [rows, width]. */
export function pooled(graph: Graph, states: Value, taken: Value): Value {
  const width = Number(states.shape[2]);
  const product = graph.apply('MatMul', [graph.apply('Unsqueeze', [taken, graph.ints([1])]), states]);
  const sum = graph.apply('Reshape', [product, graph.ints([0, width])]);
  const squares = graph.apply('ReduceMean', [graph.apply('Mul', [sum, sum]), graph.ints([1])], { keepdims: 1 });
  return graph.apply('Div', [sum, graph.apply('Sqrt', [graph.apply('Add', [squares, graph.scalar(1e-12)])])]);
}

/** Token ids as the encoder's inputs, filled up to rows × tokens; `taken` is 1 for the tokens whose states are added up. */
function packTexts(texts: readonly (readonly number[])[], rows: number, tokens: number, pooling: Pooling): Tensors {
  const shape = [rows, tokens];
  const ids = new Int32Array(rows * tokens);
  const places = Int32Array.from({ length: rows * tokens }, (_, cell) => cell % tokens);
  const [present, taken] = [new Float32Array(rows * tokens), new Float32Array(rows * tokens)];
  for (let row = 0; row < rows; row++) {
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
