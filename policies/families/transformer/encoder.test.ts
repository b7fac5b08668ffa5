import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sumOver } from '../../networks/graph/functions.ts';
import { Graph } from '../../networks/graph/graph.ts';
import { signatureOf, toOnnx } from '../../networks/graph/serialize.ts';
import { loadModel } from '../../networks/onnx/load-model.ts';
import { float32 } from '../../networks/onnx/tensor.ts';
import { differentiated, gradientError } from '../../testing/finite-differences.ts';
import { attendHeads } from './encoder.ts';

const [ROWS, TOKENS, WIDTH, HEADS] = [2, 3, 4, 2] as const;
const SHAPE = [ROWS, TOKENS, WIDTH] as const;
const SIZE = ROWS * TOKENS * WIDTH;
/** The second row has two tokens. */
const PRESENT = [1, 1, 1, 1, 1, 0];

const barrierOf = (graph: Graph) =>
  graph.initializer(
    'barrier',
    [ROWS, 1, 1, TOKENS],
    Float32Array.from(PRESENT, (present) => (present - 1) * 1e9),
  );

/** What each token reads by the formula, in plain loops. */
function readBy(query: Float32Array, key: Float32Array, value: Float32Array): number[] {
  const depth = WIDTH / HEADS;
  const at = (row: number, token: number, channel: number) => (row * TOKENS + token) * WIDTH + channel;
  return Array.from({ length: SIZE }, (_, index) => {
    const [row, token] = [Math.floor(index / (TOKENS * WIDTH)), Math.floor(index / WIDTH) % TOKENS];
    const channel = index % WIDTH;
    const first = channel - (channel % depth);
    const weights = Array.from({ length: TOKENS }, (__, other) => {
      if (PRESENT[row * TOKENS + other] === 0) return 0;
      let product = 0;
      for (let c = first; c < first + depth; c++) product += query[at(row, token, c)]! * key[at(row, other, c)]!;
      return Math.exp(product / Math.sqrt(depth));
    });
    const total = weights.reduce((sum, weight) => sum + weight);
    return weights.reduce((sum, weight, other) => sum + (weight / total) * value[at(row, other, channel)]!, 0);
  });
}

const part = fc
  .array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: SIZE, maxLength: SIZE })
  .map((values) => Float32Array.from(values));

it('each token reads of those that stand in its row, head by head', async () => {
  const graph = new Graph();
  const [query, key, value] = ['query', 'key', 'value'].map((name) => graph.input(name, 'float32', SHAPE));
  const parts = { query: query!, key: key!, value: value! };
  graph.output('read', attendHeads(graph, parts, barrierOf(graph), { width: WIDTH, heads: HEADS }));
  const model = await loadModel(toOnnx(graph), signatureOf(graph));
  await fc.assert(
    fc.asyncProperty(part, part, part, async (q, k, v) => {
      const expected = readBy(q, k, v);
      const feeds = { query: float32(SHAPE, q), key: float32(SHAPE, k), value: float32(SHAPE, v) };
      const { read } = await model.run(feeds);
      for (const [index, one] of expected.entries()) expect(read!.data[index]).toBeCloseTo(one, 5);
    }),
    { numRuns: 20 },
  );
  await model.dispose();
});

it('its gradient, which is by hand, agrees with central differences', async () => {
  const model = await differentiated({
    inputs: { query: SHAPE, key: SHAPE, value: SHAPE, weight: SHAPE },
    build: (graph, { query, key, value, weight }) => {
      const parts = { query: query!, key: key!, value: value! };
      const read = attendHeads(graph, parts, barrierOf(graph), { width: WIDTH, heads: HEADS });
      return sumOver(graph, graph.apply('Mul', [read, weight!]), [0, 1, 2]);
    },
  });
  const float64 = (data: Float32Array) => ({ type: 'float64', shape: SHAPE, data: Float64Array.from(data) }) as const;
  await fc.assert(
    fc.asyncProperty(part, part, part, part, async (q, k, v, w) => {
      const point = { query: float64(q), key: float64(k), value: float64(v), weight: float64(w) };
      expect(await gradientError(model, point)).toBeLessThan(1e-7);
    }),
    { numRuns: 5 },
  );
  await model.dispose();
});
