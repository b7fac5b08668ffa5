import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Objective } from '../../../policies/networks/alignment/objective.ts';
import { discover } from '../../bench/models/discover.ts';
import { objectiveModel } from '../objective-model.ts';

const rows = z.array(z.array(z.number()));
const schema = z.strictObject({
  made: z.string(),
  settings: z.strictObject({
    beta: z.number(),
    flipped: z.number(),
    desirable: z.number(),
    undesirable: z.number(),
    clip: z.number(),
  }),
  cases: z.array(
    z.strictObject({
      logits: rows,
      reference: rows,
      first: z.array(z.int()),
      second: z.array(z.int()),
      accepted: z.array(z.boolean()),
      old: rows,
      advantages: z.array(z.number()),
      losses: z.record(z.string(), z.strictObject({ loss: z.number(), slope: rows })),
    }),
  ),
});
const written = readFileSync(join(import.meta.dirname, 'torch/preferences.json'), 'utf8');
const { settings, cases, made } = schema.parse(JSON.parse(written));
const objectives = await discover<Objective>('policies/objectives', 'objective');
// Cross entropy, which TRL takes over tokens, is held against torch where the ranker's is; REINFORCE is none of TRL's.
const compared = objectives.filter(({ name }) => !['sft-answers', 'sft-corrections', 'reinforce'].includes(name));
const grpo = compared.find(({ name }) => name === 'grpo')!;

it.each([
  ...compared.map((one) => [one.name, one, settings] as const),
  ['grpo without KL', grpo, { ...settings, beta: 0 }] as const,
])(`${made}'s loss and gradient are those of %s`, async (name, objective, told) => {
  const [batch, n] = [cases[0]!.logits.length, cases[0]!.logits[0]!.length];
  const model = await objectiveModel(objective, told, [batch, n], 'float32');
  for (const { logits, reference, old, advantages, first, second, accepted, losses } of cases) {
    const places = (of: readonly number[], counts: (row: number) => boolean) =>
      of.flatMap((place, row) => Array.from({ length: n }, (_, at) => (counts(row) && at === place ? 1 : 0)));
    const labels = objective.of === 'labels';
    const found = await model.run({
      scores: logits.flat(),
      reference: reference.flat(),
      old: old.flat(),
      advantage: advantages,
      mask: Array<number>(batch * n).fill(1),
      chosen: places(first, (row) => !labels || accepted[row]!),
      rejected: labels ? places(first, (row) => !accepted[row]!) : places(second, () => true),
      weight: Array<number>(batch).fill(1 / batch),
    });
    const known = losses[name]!;
    expect(found.loss).toBeCloseTo(known.loss, 5);
    for (const [at, slope] of known.slope.flat().entries()) expect(found.slope[at]).toBeCloseTo(slope, 5);
  }
  await model.dispose();
});

it('every objective that TRL has is held against it', () => {
  expect([...compared.map(({ name }) => name), 'grpo without KL'].sort()).toEqual(Object.keys(cases[0]!.losses).sort());
});
