import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { alignmentLoss } from '../../../policies/networks/alignment/align.ts';
import type { Objective } from '../../../policies/networks/alignment/objective.ts';
import { gradients } from '../../../policies/networks/graph/gradients.ts';
import { Graph } from '../../../policies/networks/graph/graph.ts';
import { signatureOf, toOnnx } from '../../../policies/networks/graph/serialize.ts';
import { loadModel } from '../../../policies/networks/onnx/load-model.ts';
import { float32 } from '../../../policies/networks/onnx/tensor.ts';
import { discover } from '../../bench/models/discover.ts';

const rows = z.array(z.array(z.number()));
const schema = z.strictObject({
  made: z.string(),
  settings: z.strictObject({ beta: z.number(), flipped: z.number(), desirable: z.number(), undesirable: z.number() }),
  cases: z.array(
    z.strictObject({
      logits: rows,
      reference: rows,
      first: z.array(z.int()),
      second: z.array(z.int()),
      accepted: z.array(z.boolean()),
      losses: z.record(z.string(), z.strictObject({ loss: z.number(), slope: rows })),
    }),
  ),
});
const written = readFileSync(join(import.meta.dirname, 'torch/preferences.json'), 'utf8');
const { settings, cases, made } = schema.parse(JSON.parse(written));
const objectives = await discover<Objective>('policies/objectives', 'objective');
// Cross entropy, which TRL takes over tokens, is held against torch where the ranker's is.
const compared = objectives.filter(({ name }) => name !== 'sft-corrections');

it.each(compared.map((one) => [one.name, one] as const))(
  `${made}'s loss and gradient are those of %s`,
  async (name, objective) => {
    const [batch, n] = [cases[0]!.logits.length, cases[0]!.logits[0]!.length];
    const shape = [batch, n];
    const graph = new Graph();
    const scores = graph.input('scores', 'float32', shape);
    const loss = alignmentLoss(graph, scores, objective, settings, 0);
    graph.output('loss', loss);
    graph.output('slope', gradients(graph, loss, [scores])[0]!);
    const signature = signatureOf(graph);
    const model = await loadModel(toOnnx(graph), signature);
    for (const { logits, reference, first, second, accepted, losses } of cases) {
      const places = (of: readonly number[], counts: (row: number) => boolean) =>
        float32(
          shape,
          Float32Array.from({ length: batch * n }, (_, at) => {
            const row = Math.floor(at / n);
            return counts(row) && of[row] === at % n ? 1 : 0;
          }),
        );
      const pairs = objective.of === 'pairs';
      const feeds = {
        scores: float32(shape, Float32Array.from(logits.flat())),
        reference: float32(shape, Float32Array.from(reference.flat())),
        mask: float32(shape, new Float32Array(batch * n).fill(1)),
        chosen: places(first, (row) => pairs || accepted[row]!),
        rejected: pairs ? places(second, () => true) : places(first, (row) => !accepted[row]!),
        weight: float32([batch], new Float32Array(batch).fill(1 / batch)),
      };
      const asked = Object.entries(feeds).filter(([input]) => input in signature.inputs);
      const found = await model.run(Object.fromEntries(asked));
      const known = losses[name]!;
      expect(found.loss!.data[0]).toBeCloseTo(known.loss, 5);
      for (const [at, slope] of known.slope.flat().entries()) expect(found.slope!.data[at]).toBeCloseTo(slope, 5);
    }
    await model.dispose();
  },
);

it('every objective that TRL has is held against it', () => {
  expect(compared.map(({ name }) => name)).toEqual(Object.keys(cases[0]!.losses).sort());
});
