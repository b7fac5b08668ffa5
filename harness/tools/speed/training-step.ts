import { sumOver } from '../../../policies/networks/graph/functions.ts';
import { Graph } from '../../../policies/networks/graph/graph.ts';

import { signatureOf, toOnnx } from '../../../policies/networks/graph/serialize.ts';
import { loadModel } from '../../../policies/networks/onnx/load-model.ts';
import { float32, int32, type Tensors } from '../../../policies/networks/onnx/tensor.ts';
import { createTrainer } from '../../../policies/networks/training/trainer.ts';
import { createRng } from '../../shared/streams.ts';
import {
  type EncoderShape,
  encoderLoss,
  encoderParameters,
  forwardOperations,
  TIMED_ENCODER,
} from './encoder-graph.ts';
import { type Speeds, takeTurns } from './turns.ts';

/** Threads of a trainer, which the bare product gets, too. */
const THREADS = 2;
const MATRIX = 1024;
const PRODUCTS = 24;
const BATCH = 64;
const STEPS = 3;

/** Operations a second of bare matrix products, then of whole training steps, whose matrix products alone are counted. */
export async function trainingAgainstProducts(rounds: number, shape = TIMED_ENCODER, batch = BATCH): Promise<Speeds> {
  const products = await bareProducts();
  const trainer = await createTrainer({
    parameters: encoderParameters(shape, 'speed'),
    build: (graph, weights) => encoderLoss(graph, shape, weights),
    weightDecay: 0.01,
  });
  // Backward, each product takes two: one for each operand's gradient.
  const operations = 3 * batch * forwardOperations(shape);
  try {
    return await takeTurns(
      [
        products.run,
        async () => {
          for (let step = 0; step < STEPS; step++) await trainer.step(encoderBatch(shape, batch, `${step}`), 1e-3);
          return STEPS * operations;
        },
      ],
      rounds,
    );
  } finally {
    await trainer.dispose();
    await products.dispose();
  }
}

/** A chain of large products: what this machine's processor can do at most through this runtime. */
async function bareProducts() {
  const random = createRng('speed products').next;
  const size = MATRIX * MATRIX;
  // Of such a variance that the product of a chain neither grows nor fades.
  const noise = () => Float32Array.from({ length: size }, () => (random() * 2 - 1) * Math.sqrt(3 / MATRIX));
  const graph = new Graph();
  const start = graph.input('x', 'float32', [MATRIX, MATRIX]);
  const weight = graph.initializer('weight', [MATRIX, MATRIX], noise());
  let x = start;
  for (let i = 0; i < PRODUCTS; i++) x = graph.apply('MatMul', [x, weight]);
  graph.output('y', sumOver(graph, x, [0, 1]));
  const model = await loadModel(toOnnx(graph), signatureOf(graph), { threads: THREADS });
  const input = noise();
  return {
    run: async () => {
      await model.run({ x: float32([MATRIX, MATRIX], input.slice()) });
      return PRODUCTS * 2 * MATRIX ** 3;
    },
    dispose: () => model.dispose(),
  };
}

/** Random sequences with random classes. */
function encoderBatch(shape: EncoderShape, batch: number, seed: string): Tensors {
  const random = createRng('speed classes', seed).next;
  const target = new Float32Array(batch * shape.classes);
  for (let row = 0; row < batch; row++) target[row * shape.classes + Math.floor(random() * shape.classes)] = 1;
  return {
    ids: encoderIds(shape, batch, seed),
    target: float32([batch, shape.classes], target),
    weight: float32([batch], new Float32Array(batch).fill(1 / batch)),
  };
}

/** Random token ids, some of them often. */
export function encoderIds({ tokens, vocabulary }: EncoderShape, batch: number, seed: string) {
  const random = createRng('speed ids', seed).next;
  const ids = Int32Array.from({ length: batch * tokens }, () => Math.floor(random() ** 2 * vocabulary));
  return int32([batch, tokens], ids);
}
