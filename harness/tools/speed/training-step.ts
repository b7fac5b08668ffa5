import { sumOver } from '../../../policies/networks/graph/functions.ts';
import { Graph } from '../../../policies/networks/graph/graph.ts';

import type { Value } from '../../../policies/networks/graph/operator.ts';
import { signatureOf, toOnnx } from '../../../policies/networks/graph/serialize.ts';
import { loadModel } from '../../../policies/networks/onnx/load-model.ts';
import { float32, int32, type Tensors } from '../../../policies/networks/onnx/tensor.ts';
import { createTrainer } from '../../../policies/networks/training/trainer.ts';
import { buildTrainingGraph } from '../../../policies/networks/training/training-graph.ts';
import { productOf } from '../../shared/numbers.ts';
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

/**
 * Operations a second of matrix products as large as the machine likes them, of those that a training step needs with
 * nothing between them, and of whole steps, whose matrix products alone are counted.
 */
export async function trainingAgainstProducts(rounds: number, shape = TIMED_ENCODER, batch = BATCH): Promise<Speeds> {
  const options = {
    parameters: encoderParameters(shape, 'speed'),
    build: (graph: Graph, weights: Readonly<Record<string, Value>>) => encoderLoss(graph, shape, weights, batch),
  };
  const large = await largeProducts();
  const own = await productsAlone(buildTrainingGraph(options).graph);
  const trainer = await createTrainer({ ...options, weightDecay: 0.01 });
  // Backward, each product takes two: one for each operand's gradient.
  const operations = 3 * batch * forwardOperations(shape);
  try {
    return await takeTurns(
      [
        { run: large.run },
        {
          prepare: own.prepare,
          run: async () => {
            await own.run();
            return operations;
          },
        },
        {
          run: async () => {
            for (let step = 0; step < STEPS; step++) await trainer.step(encoderBatch(shape, batch, `${step}`), 1e-3);
            return STEPS * operations;
          },
        },
      ],
      rounds,
    );
  } finally {
    await trainer.dispose();
    await own.dispose();
    await large.dispose();
  }
}

/** Random numbers for the matrices of which products are timed. */
const numbersFor = (products: 'own' | 'large') => createRng('speed products', products).next;

/** The matrix products of a graph, each by itself on random numbers; of each result one row is read. */
async function productsAlone(training: Graph) {
  const graph = new Graph();
  const random = numbersFor('own');
  const data = new Map<string, Float32Array>();
  // Products of the same shapes differ in their second operand: the runtime works out equal ones once.
  const operand = (value: Value, copy: number): Value => {
    const made = training.nodes.find(({ outputs }) => outputs.includes(value));
    // It takes a transposed operand and its product as one.
    if (made?.operator === 'Transpose')
      return graph.apply('Transpose', [operand(made.inputs[0]!, copy)], made.attributes);
    const shape = value.shape.map(Number);
    const name = `${copy} of ${shape.join(' × ')}`;
    const known = graph.inputs.find((input) => input.name === name);
    if (known) return known;
    data.set(name, Float32Array.from({ length: productOf(shape) }, random));
    return graph.input(name, 'float32', shape);
  };
  const copies = new Map<string, number>();
  let total = graph.scalar(0);
  for (const { operator, inputs } of training.nodes) {
    if (operator !== 'MatMul') continue;
    const shapes = inputs.map(({ shape }) => shape.join(' × ')).join(' by ');
    const copy = copies.get(shapes) ?? 0;
    copies.set(shapes, copy + 1);
    const product = graph.apply('MatMul', [operand(inputs[0]!, 0), operand(inputs[1]!, copy)]);
    const rows = graph.apply('Reshape', [product, graph.ints([-1, Number(product.shape.at(-1))])]);
    const row = graph.apply('Gather', [rows, graph.ints([0])]);
    total = graph.apply('Add', [total, sumOver(graph, row, [0, 1])]);
  }
  graph.output('y', total);
  const model = await loadModel(toOnnx(graph), signatureOf(graph), { threads: THREADS });
  let feeds: Tensors = {};
  // Whoever runs a model gives its feeds away.
  const prepare = () => {
    feeds = Object.fromEntries(
      graph.inputs.map(({ name, shape }) => [name, float32(shape as number[], data.get(name)!.slice())]),
    );
  };
  return { prepare, run: () => model.run(feeds), dispose: () => model.dispose() };
}

/** A chain of large products: what this machine's processor can do at most through this runtime. */
async function largeProducts() {
  const random = numbersFor('large');
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
