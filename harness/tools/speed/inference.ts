import { inPrecision, PRECISIONS, type Precision } from '../../../policies/networks/export/in-precision.ts';
import { Graph } from '../../../policies/networks/graph/graph.ts';

import { signatureOf, toOnnx } from '../../../policies/networks/graph/serialize.ts';
import { loadModel, type Model } from '../../../policies/networks/onnx/load-model.ts';
import { encoderParameters, encoderScores, TIMED_ENCODER } from './encoder-graph.ts';
import { encoderIds } from './training-step.ts';
import { takeTurns } from './turns.ts';

/** Sequences a second in one precision, and the ratio to fp32's. */
interface PrecisionSpeed {
  readonly precision: Precision;
  readonly batch: number;
  readonly perSecond: number;
  readonly overFp32: number;
}

const BATCHES = [1, 32, 256] as const;
const THREADS = 2;
/** Sequences of one round, at least: short runs are repeated. */
const LEAST = 64;

/** Times the encoder in every precision at several batch sizes. */
export async function inferenceSpeeds(rounds: number, shape = TIMED_ENCODER, batches = BATCHES as readonly number[]) {
  const graph = new Graph();
  const weights = Object.entries(encoderParameters(shape, 'speed')).map(
    ([name, { shape: dims, data }]) => [name, graph.initializer(name, dims, data)] as const,
  );
  graph.output('scores', encoderScores(graph, shape, Object.fromEntries(weights)));
  const bytes = toOnnx(graph);
  const models: Model[] = [];
  for (const precision of PRECISIONS)
    models.push(await loadModel(inPrecision(bytes, precision), signatureOf(graph), { threads: THREADS }));
  const speeds: PrecisionSpeed[] = [];
  try {
    for (const batch of batches) {
      const runs = Math.max(1, Math.ceil(LEAST / batch));
      const works = models.map((model) => ({
        run: async () => {
          for (let run = 0; run < runs; run++) await model.run({ ids: encoderIds(shape, batch, `${run}`) });
          return runs * batch;
        },
      }));
      const { stepsPerSecond, overFirst } = await takeTurns(works, rounds);
      for (const [i, precision] of PRECISIONS.entries())
        speeds.push({ precision, batch, perSecond: stepsPerSecond[i]!, overFp32: overFirst[i]! });
    }
  } finally {
    for (const model of models) await model.dispose();
  }
  return speeds;
}
