import { Graph } from '../../networks/graph/graph.ts';

import { signatureOf, toOnnx } from '../../networks/graph/serialize.ts';
import { loadModel, type Model } from '../../networks/onnx/load-model.ts';
import { float32, floats, type Tensors } from '../../networks/onnx/tensor.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { frozen } from '../../networks/training/trainer-state.ts';
import type { CandidateText, Item } from './item.ts';
import { encodeCandidates, encodeScreens, judgeCandidates } from './network.ts';
import { packSequences, packState, packTexts, roundUp } from './pack.ts';
import { initialTransformer, type TransformerShape } from './parameters.ts';
import type { Lengths } from './settings.ts';

/** A network's two models: one encodes candidates' texts, the other screens and scores. */
export interface NetworkModels {
  readonly texts: Uint8Array;
  readonly screens: Uint8Array;
}

/** Where a network's models are read from: bytes, or paths, which errors then name. */
export interface NetworkSource {
  readonly texts: string | Uint8Array;
  readonly screens: string | Uint8Array;
}

/** What the network makes of one screen. */
export interface ScoredScreen {
  /** One per candidate. */
  readonly scores: Float32Array;
  /** Shape: [width]. */
  readonly summary: Float32Array;
  /** Shape: [candidates × width]. */
  readonly joined: Float32Array;
  /** Shape: [candidates × width]. */
  readonly offered: Float32Array;
}

/** Scores screens. The answer for a screen depends on nothing but the screen. */
export interface NetworkScorer {
  readonly provider: string;
  score(items: readonly Item[]): Promise<ScoredScreen[]>;
  dispose(): Promise<void>;
}

/** Rows of a run: always the same, whatever there is to score. */
const ROWS = 8;
const TEXT_ROWS = 16;
const TOKEN_STEP = 32;
const CANDIDATE_STEP = 16;
const MOST_CACHED = 20_000;

function textsGraph(parameters: Parameters, { size }: TransformerShape): Graph {
  const graph = new Graph();
  const weights = frozen(graph, parameters);
  graph.output('offered', encodeCandidates(graph, weights, size, 'letters', null));
  return graph;
}

function screensGraph(parameters: Parameters, { size }: TransformerShape): Graph {
  const graph = new Graph();
  const weights = frozen(graph, parameters);
  const screens = encodeScreens(graph, weights, size, 'tokens', null);
  const offered = graph.input('offered', 'float32', ['rows', 'candidates', size.width]);
  const { scores, joined } = judgeCandidates(graph, weights, screens, offered, size.width);
  graph.output('scores', scores);
  graph.output('joined', joined);
  graph.output('summary', screens.summary);
  return graph;
}

/** The trained network as ONNX models. */
export function networkModels(parameters: Parameters, shape: TransformerShape): NetworkModels {
  return { texts: toOnnx(textsGraph(parameters, shape)), screens: toOnnx(screensGraph(parameters, shape)) };
}

/** Loads a network from paths or bytes. Throws: one line, when they are no models of this kind. */
export async function loadNetwork(
  source: NetworkSource,
  shape: TransformerShape,
  lengths: Lengths,
  providers: readonly string[] | undefined,
): Promise<NetworkScorer> {
  // A signature names inputs and outputs alone: any weights of the right shapes will do.
  const parameters = initialTransformer(shape, () => 0.5);
  const texts = await loadModel(source.texts, signatureOf(textsGraph(parameters, shape)), { providers });
  const screens = await loadModel(source.screens, signatureOf(screensGraph(parameters, shape)), { providers });
  return new Scorer(texts, screens, shape, lengths);
}

class Scorer implements NetworkScorer {
  readonly provider: string;
  readonly #texts: Model;
  readonly #screens: Model;
  readonly #shape: TransformerShape;
  readonly #lengths: Lengths;
  readonly #known = new Map<string, Float32Array>();

  constructor(texts: Model, screens: Model, shape: TransformerShape, lengths: Lengths) {
    this.provider = screens.provider;
    this.#texts = texts;
    this.#screens = screens;
    this.#shape = shape;
    this.#lengths = lengths;
  }

  async score(items: readonly Item[]): Promise<ScoredScreen[]> {
    const vectors = await this.#vectors(items);
    const answers: ScoredScreen[] = new Array(items.length);
    const groups = new Map<string, number[]>();
    for (const [at, item] of items.entries()) {
      const bucket = `${this.#tokens(item)} ${roundUp(item.texts.length, CANDIDATE_STEP)}`;
      groups.set(bucket, [...(groups.get(bucket) ?? []), at]);
    }
    const runs: Promise<void>[] = [];
    for (const group of groups.values())
      for (let start = 0; start < group.length; start += ROWS) {
        const places = group.slice(start, start + ROWS);
        const batch = places.map((at) => items[at]!);
        runs.push(
          this.#run(batch, vectors).then((scored) => {
            for (const [row, at] of places.entries()) answers[at] = scored[row]!;
          }),
        );
      }
    await Promise.all(runs);
    return answers;
  }

  #tokens(item: Item): number {
    return Math.min(roundUp(item.sequence.tokens.length, TOKEN_STEP), roundUp(this.#lengths.screen, TOKEN_STEP));
  }

  async #run(items: readonly Item[], vectors: ReadonlyMap<string, Float32Array>): Promise<ScoredScreen[]> {
    const { width } = this.#shape.size;
    const candidates = roundUp(items[0]!.texts.length, CANDIDATE_STEP);
    const offered = new Float32Array(ROWS * candidates * width);
    for (const [row, { texts }] of items.entries())
      for (const [at, { key }] of texts.entries()) offered.set(vectors.get(key)!, (row * candidates + at) * width);
    const kept = offered.slice();
    const feeds: Tensors = {
      ...packSequences(
        'screen',
        items.map(({ sequence }) => sequence),
        ROWS,
        this.#tokens(items[0]!),
      ),
      ...packState(items, ROWS, candidates, this.#shape.factBits),
      offered: float32([ROWS, candidates, width], offered),
    };
    const outputs = await this.#screens.run(feeds);
    const [scores, joined, summary] = ['scores', 'joined', 'summary'].map((name) => floats(outputs, name));
    return items.map(({ texts }, row) => {
      const start = row * candidates;
      const slice = (data: Float32Array) => data.slice(start * width, (start + texts.length) * width);
      return {
        scores: scores!.slice(start, start + texts.length),
        summary: summary!.slice(row * width, (row + 1) * width),
        joined: slice(joined!),
        offered: slice(kept),
      };
    });
  }

  /** The vectors of all candidates, those seen before from memory: each is computed in the same shape every time. */
  async #vectors(items: readonly Item[]): Promise<Map<string, Float32Array>> {
    const wanted = new Map<string, CandidateText>();
    for (const { texts } of items) for (const text of texts) wanted.set(text.key, text);
    const found = new Map<string, Float32Array>();
    const missing: CandidateText[] = [];
    for (const [key, text] of wanted) {
      const known = this.#known.get(key);
      if (known) found.set(key, known);
      else missing.push(text);
    }
    const { width } = this.#shape.size;
    for (let start = 0; start < missing.length; start += TEXT_ROWS) {
      const batch = missing.slice(start, start + TEXT_ROWS);
      const outputs = await this.#texts.run(packTexts(batch, TEXT_ROWS, this.#lengths.candidate));
      const offered = floats(outputs, 'offered');
      for (const [row, { key }] of batch.entries()) {
        const vector = offered.slice(row * width, (row + 1) * width);
        found.set(key, vector);
        if (this.#known.size >= MOST_CACHED) this.#known.clear();
        this.#known.set(key, vector);
      }
    }
    return found;
  }

  async dispose(): Promise<void> {
    await this.#texts.dispose();
    await this.#screens.dispose();
  }
}
