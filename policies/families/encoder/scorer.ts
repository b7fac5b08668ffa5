import { Graph } from '../../networks/graph/graph.ts';
import { signatureOf, toOnnx } from '../../networks/graph/serialize.ts';
import { loadModel, type Model } from '../../networks/onnx/load-model.ts';
import { floats } from '../../networks/onnx/tensor.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import { frozen } from '../../networks/training/trainer-state.ts';
import type { ScoredScreen } from '../transformer/scorer.ts';
import { type EncoderItem, textsIn } from './item.ts';
import { type EncoderNetworkShape, initialNetwork, judge } from './network.ts';
import { type Bucket, bucketOf, packItems, packVectors } from './pack.ts';
import type { TextVectors, VectorOf } from './text-vectors.ts';

/** Rows of a run: always the same, whatever there is to score. */
const ROWS = 8;

/** The trained network as an ONNX model. */
export function networkModel(parameters: Parameters, shape: EncoderNetworkShape): Uint8Array {
  return toOnnx(networkGraph(parameters, shape));
}

function networkGraph(parameters: Parameters, shape: EncoderNetworkShape): Graph {
  const graph = new Graph();
  const { scores, joined, summary, offered } = judge(graph, frozen(graph, parameters), shape);
  graph.output('scores', scores);
  graph.output('joined', joined);
  graph.output('summary', summary);
  graph.output('candidate_states', offered);
  return graph;
}

/** Loads a network from a path or bytes. Throws: one line, when it is no model of this kind. */
export async function loadNetwork(
  source: string | Uint8Array,
  shape: EncoderNetworkShape,
  vectors: TextVectors,
  providers: readonly string[] | undefined,
): Promise<EncoderScorer> {
  // A signature names inputs and outputs alone: any weights of the right shapes will do.
  const signature = signatureOf(
    networkGraph(
      initialNetwork(shape, () => 0.5),
      shape,
    ),
  );
  return new EncoderScorer(await loadModel(source, signature, { providers }), shape, vectors);
}

/** Scores screens. The answer for a screen depends on nothing but the screen. */
export class EncoderScorer {
  readonly provider: string;
  readonly #model: Model;
  readonly #shape: EncoderNetworkShape;
  readonly #vectors: TextVectors;

  constructor(model: Model, shape: EncoderNetworkShape, vectors: TextVectors) {
    this.provider = model.provider;
    this.#model = model;
    this.#shape = shape;
    this.#vectors = vectors;
  }

  async score(items: readonly EncoderItem[]): Promise<ScoredScreen[]> {
    const vectorOf = await this.#vectors.of(textsIn(items));
    const answers: ScoredScreen[] = new Array(items.length);
    const groups = new Map<string, { bucket: Bucket; places: number[] }>();
    for (const [at, item] of items.entries()) {
      const bucket = bucketOf(item, this.#shape);
      const key = `${bucket.candidates} ${bucket.features}`;
      const group = groups.get(key) ?? { bucket, places: [] };
      group.places.push(at);
      groups.set(key, group);
    }
    const runs: Promise<void>[] = [];
    for (const { bucket, places } of groups.values())
      for (let start = 0; start < places.length; start += ROWS) {
        const some = places.slice(start, start + ROWS);
        runs.push(
          this.#run(
            some.map((at) => items[at]!),
            bucket,
            vectorOf,
          ).then((scored) => {
            for (const [row, at] of some.entries()) answers[at] = scored[row]!;
          }),
        );
      }
    await Promise.all(runs);
    return answers;
  }

  async #run(items: readonly EncoderItem[], bucket: Bucket, vectorOf: VectorOf): Promise<ScoredScreen[]> {
    const { width } = this.#shape.size;
    const outputs = await this.#model.run({
      ...packItems(items, ROWS, bucket, this.#shape),
      ...packVectors(items, ROWS, bucket, this.#shape.vector, vectorOf),
    });
    const [scores, joined, summary, offered] = ['scores', 'joined', 'summary', 'candidate_states'].map((name) =>
      floats(outputs, name),
    );
    return items.map(({ texts }, row) => {
      const start = row * bucket.candidates;
      const ofCandidates = (data: Float32Array) => data.slice(start * width, (start + texts.length) * width);
      return {
        scores: scores!.slice(start, start + texts.length),
        summary: summary!.slice(row * width, (row + 1) * width),
        joined: ofCandidates(joined!),
        offered: ofCandidates(offered!),
      };
    });
  }

  dispose(): Promise<void> {
    return this.#model.dispose();
  }
}
