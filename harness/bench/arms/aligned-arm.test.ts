import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OpenBench } from '../closed-loop/open-closed-bench.ts';
import { PAPER } from '../closed-loop/settle-points.ts';
import { openTestBench } from '../closed-loop/test-bench.ts';
import { alignPolicy } from '../feedback/align-policy.ts';
import { type ArmSpec, playPoint } from './play-point.ts';

let open: OpenBench;
beforeAll(async () => {
  open = await openTestBench(70, { train: 0.2, feedback: 0.5, calibration: 0.15, evaluation: 0.15 }, 'ngram');
}, 300_000);
afterAll(() => open?.close());

const HUMAN: ArmSpec = { arm: 'human-only', name: 'human-only' };
const PLAIN: ArmSpec = { arm: 'selective', name: 'plain', recipe: { threshold: 'acceptance' } };
const ALIGNED: ArmSpec = { arm: 'selective', name: 'aligned', recipe: { threshold: 'acceptance', aligned: true } };

async function play(arms: readonly ArmSpec[]) {
  const { bench, recipes, parts } = open;
  const played: string[] = [];
  const trained: number[] = [];
  const outcomes = await playPoint({
    bench,
    training: { critic: recipes.critic, gate: recipes.gate, gateOptions: { targetPrecision: 0.6, delta: 0.1 } },
    point: PAPER,
    arms,
    sessions: parts.evaluation,
    onTrained: (done) => trained.push(done),
    onPlayed: () => {},
    onTrace: ({ cell, steps }) => played.push(JSON.stringify([cell, steps.map(({ suggestion }) => suggestion)])),
  });
  return { outcomes, trained, played };
}

it('an arm with an aligned policy plays another policy, and leaves all others as they are', async () => {
  const [with_, without] = [await play([HUMAN, ALIGNED, PLAIN]), await play([HUMAN, PLAIN])];
  const others = (some: readonly string[]) => some.filter((one) => !one.startsWith('["aligned,'));
  expect(others(with_.played)).toEqual(without.played);
  expect(with_.trained).toEqual([1, 2]);
  expect(with_.outcomes.map(({ name }) => name)).toEqual(['human-only', 'aligned', 'plain']);
  const suggested = (name: string) =>
    with_.played.filter((one) => one.startsWith(`["${name},`)).map((one) => JSON.parse(one)[1]);
  expect(suggested('aligned')).toHaveLength(open.parts.evaluation.length);
  expect(suggested('aligned')).not.toEqual(suggested('plain'));
}, 300_000);

it('a policy is aligned under a name of its own; one that offers no networks is refused', async () => {
  const { policy } = open.bench;
  const same = await alignPolicy(policy, [], '1');
  expect(same.name).toBe('ngram aligned');
  await same.dispose();
  await expect(alignPolicy({ ...policy, trainable: undefined }, [], '1')).rejects.toThrow(/offers no networks/);
});
