import { Graph } from '../graph/graph.ts';

import { signatureOf, toOnnx } from '../graph/serialize.ts';
import { loadModel } from '../onnx/load-model.ts';
import type { ModelSignature } from '../onnx/signature.ts';
import { floats } from '../onnx/tensor.ts';
import type { Parameters } from '../training/trainer.ts';
import type { RankingItem } from './item.ts';
import { type RankerShape, scores } from './network.ts';
import { type Bucket, bucketOf, packItems } from './pack.ts';

/** Scores candidates. The answer for a problem depends on nothing but the problem. */
export interface Scorer {
  readonly provider: string;
  /** One score per candidate of each problem. Problems may be made while those before them are computed. */
  score(items: Iterable<RankingItem>): Promise<Float32Array[]>;
  dispose(): Promise<void>;
}

const ROWS = 32;
const MAX_CELLS = 2 ** 19;

/** Rows of a run in this bucket: always the same, whatever there is to score. */
function rowsIn(bucket: Bucket): number {
  let rows = ROWS;
  while (rows > 1 && rows * bucket.features * bucket.candidates > MAX_CELLS) rows /= 2;
  return rows;
}

/** The trained network as an ONNX model. */
export function rankerModel(parameters: Parameters): Uint8Array {
  const { graph, weights } = inferenceGraph(parameters);
  for (const { value, data } of weights) graph.initializers.push({ value, data });
  return toOnnx(graph);
}

/** Signature of a ranker's model. */
function rankerSignature(deep: boolean): ModelSignature {
  const empty = { shape: [1, 1], data: new Float32Array(1) };
  const table = { shape: [1], data: new Float32Array(1) };
  const parameters = deep
    ? { wide: table, own: table, deepContext: empty, deepWord: empty, hidden: empty, bias: table }
    : { wide: table, own: table };
  return signatureOf(inferenceGraph(parameters).graph);
}

function inferenceGraph(parameters: Parameters) {
  const graph = new Graph();
  const weights = Object.entries(parameters).map(([name, { shape, data }]) => ({
    value: { name, type: 'float32' as const, shape },
    data,
  }));
  graph.output('scores', scores(graph, Object.fromEntries(weights.map(({ value }) => [value.name, value]))));
  return { graph, weights };
}

/** Loads a ranker from a path or bytes. Throws: one line, when it is no model of this kind. */
export async function loadScorer(
  source: string | Uint8Array,
  shape: RankerShape,
  providers: readonly string[] | undefined,
): Promise<Scorer> {
  const model = await loadModel(source, rankerSignature(shape.width > 0), { providers });
  const run = async (items: readonly RankingItem[], bucket: Bucket) => {
    const outputs = await model.run(packItems(items, rowsIn(bucket), bucket, shape));
    const all = floats(outputs, 'scores');
    return items.map((item, row) => {
      const start = row * bucket.candidates;
      return all.slice(start, start + item.candidates.identities.length);
    });
  };
  return {
    provider: model.provider,
    async score(items) {
      const answers: Float32Array[] = [];
      const runs: Promise<void>[] = [];
      for (const { bucket, batch } of batches(items))
        runs.push(
          run(
            batch.map(({ item }) => item),
            bucket,
          ).then((scored) => {
            for (const [row, { index }] of batch.entries()) answers[index] = scored[row]!;
          }),
        );
      await Promise.all(runs);
      return answers;
    },
    dispose: () => model.dispose(),
  };
}

/** A problem and its place among all. */
interface Placed {
  readonly item: RankingItem;
  readonly index: number;
}

interface Batch {
  readonly bucket: Bucket;
  readonly batch: readonly Placed[];
}

/** Groups problems by bucket, in runs of at most the bucket's rows. A full one comes at once, so that it is computed meanwhile. */
function* batches(items: Iterable<RankingItem>): Generator<Batch, void, undefined> {
  const open = new Map<string, { bucket: Bucket; batch: Placed[] }>();
  let index = 0;
  for (const item of items) {
    const bucket = bucketOf(item);
    const key = `${bucket.features} ${bucket.candidates}`;
    let gathered = open.get(key);
    if (!gathered) {
      gathered = { bucket, batch: [] };
      open.set(key, gathered);
    }
    gathered.batch.push({ item, index: index++ });
    if (gathered.batch.length === rowsIn(bucket)) {
      open.delete(key);
      yield gathered;
    }
  }
  yield* open.values();
}
