import seedrandom from 'seedrandom';
import { productOf } from '../../harness/shared/numbers.ts';
import { crossEntropy, gelu, sumOver } from '../networks/graph/functions.ts';
import { float32, int32 } from '../networks/onnx/tensor.ts';
import type { TrainerOptions, TrainingBatch } from '../networks/training/trainer-role.ts';

const [WORDS, WIDTH, HIDDEN, CLASSES, TOKENS] = [50, 16, 32, 6, 8];

function noise(random: () => number, ...shape: number[]) {
  const size = productOf(shape);
  return { shape, data: Float32Array.from({ length: size }, () => (random() * 2 - 1) / Math.sqrt(shape.at(-1)!)) };
}

/** A small classifier of token sequences: embeddings with repeated ids, a hidden layer, layer normalization. */
export function smallTraining(seed: string): TrainerOptions {
  const random = seedrandom(seed);
  return {
    weightDecay: 0.01,
    parameters: {
      words: noise(random, WORDS, WIDTH),
      widen: noise(random, WIDTH, HIDDEN),
      scale: { shape: [HIDDEN], data: new Float32Array(HIDDEN).fill(1) },
      shift: noise(random, HIDDEN),
      classes: noise(random, HIDDEN, CLASSES),
    },
    build(graph, { words, widen, scale, shift, classes }) {
      const ids = graph.input('ids', 'int32', ['batch', TOKENS]);
      const target = graph.input('target', 'float32', ['batch', CLASSES]);
      const weight = graph.input('weight', 'float32', ['batch']);
      const bag = sumOver(graph, graph.apply('Gather', [words!, ids]), [1]);
      const wide = gelu(graph, graph.apply('MatMul', [bag, widen!]));
      const level = graph.apply('LayerNormalization', [wide, scale!, shift!]);
      const scores = graph.apply('MatMul', [level, classes!]);
      return crossEntropy(graph, graph.apply('LogSoftmax', [scores]), target, weight);
    },
  };
}

/** Minibatches for it, of the given sizes; equal each time, so that they can be handed over more than once. */
export function smallBatches(seed: string, sizes: readonly number[]): TrainingBatch[] {
  const random = seedrandom(seed);
  return sizes.map((rows, step) => {
    const target = new Float32Array(rows * CLASSES);
    for (let row = 0; row < rows; row++) target[row * CLASSES + Math.floor(random() * CLASSES)] = 1;
    return {
      rate: 0.01 / (1 + step),
      feeds: {
        ids: int32(
          [rows, TOKENS],
          Int32Array.from({ length: rows * TOKENS }, () => Math.floor(random() * WORDS)),
        ),
        target: float32([rows, CLASSES], target),
        weight: float32([rows], new Float32Array(rows).fill(1 / rows)),
      },
    };
  });
}
