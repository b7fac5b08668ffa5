import { expect, it } from 'vitest';
import { loadModel } from '../../onnx/load-model.ts';
import { float32, floats, int32 } from '../../onnx/tensor.ts';
import { sumOver } from '../functions.ts';
import { gradients } from '../gradients.ts';
import { Graph } from '../graph.ts';
import { toOnnx } from '../serialize.ts';

const IDS = 60_000;

async function tableGradient(rows: number, width: number | null, ids: Int32Array, updates: Float32Array) {
  const graph = new Graph();
  const tail = width === null ? [] : [width];
  const table = graph.input('table', 'float32', [rows, ...tail]);
  const weight = graph.input('weight', 'float32', [IDS, ...tail]);
  const picked = graph.apply(width === null ? 'GatherElements' : 'Gather', [table, graph.input('ids', 'int32', [IDS])]);
  const loss = sumOver(graph, graph.apply('Mul', [picked, weight]), width === null ? [0] : [0, 1]);
  graph.output('gradient', gradients(graph, loss, [table])[0]!);
  const spec = (shape: number[]) => ({ type: 'float32', shape }) as const;
  const model = await loadModel(
    toOnnx(graph),
    {
      inputs: { table: spec([rows, ...tail]), weight: spec([IDS, ...tail]), ids: { type: 'int32', shape: [IDS] } },
      outputs: { gradient: spec([rows, ...tail]) },
    },
    { threads: 2 },
  );
  const once = async () => {
    const feeds = {
      table: float32([rows, ...tail], new Float32Array(rows * (width ?? 1))),
      weight: float32([IDS, ...tail], updates.slice()),
      ids: int32([IDS], ids.slice()),
    };
    return floats(await model.run(feeds), 'gradient');
  };
  const runs = [];
  for (let run = 0; run < 8; run++) runs.push(await once());
  await model.dispose();
  return runs;
}

it.each([
  [7, 16],
  [5000, 16],
  [7, null],
  [100_000, null],
])('the gradient of a %i × %s table is exact and repeatable on two threads with repeated ids', async (rows, width) => {
  // Every third id is the padding id 0. Updates are small integers, so that float sums are exact in any order.
  const ids = Int32Array.from({ length: IDS }, (_, i) => (i % 3 === 0 ? 0 : Math.imul(i, 2_654_435_761) >>> 8) % rows);
  const updates = Float32Array.from({ length: IDS * (width ?? 1) }, (_, i) => ((Math.imul(i, 40_503) >>> 3) % 7) - 3);
  const expected = new Float32Array(rows * (width ?? 1));
  for (let i = 0; i < updates.length; i++)
    expected[ids[Math.floor(i / (width ?? 1))]! * (width ?? 1) + (i % (width ?? 1))]! += updates[i]!;
  for (const run of await tableGradient(rows, width, ids, updates))
    expect(Buffer.compare(Buffer.from(run.buffer), Buffer.from(expected.buffer))).toBe(0);
});
