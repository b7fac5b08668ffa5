import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { ARMS } from '../../contract/scenario.ts';
import type { Trace } from '../../contract/trace.ts';
import type { WorldRates } from '../../contract/world.ts';
import { trainCriticAndGate } from '../../deployment/train-critic-and-gate.ts';
import { withDeployment } from '../../deployment/with-deployments.ts';
import { sumOf } from '../../shared/numbers.ts';
import { collectAudited, playCells } from './closed-bench.ts';
import { closedDataset, openClosedBench } from './open-closed-bench.ts';
import { PAPER } from './settle-points.ts';

/** A world in which much goes amiss. */
const ROUGH: WorldRates = { misstate: 0.3, changeMind: 0.3, complain: 0.3, leave: 0.1, kbFault: 0.2 };
const TRAITS = [
  ...['adversarial', 'automation-bias', 'environment-limits', 'instructed-prefer:close', 'instructed-reject:transfer'],
  ...['learning-curve', 'other-refusals', 'preference', 'settled-refusals', 'skill', 'time-pressure', 'vigilance'],
];
const TEMPERED = { ...PAPER.noise, traits: Object.fromEntries(TRAITS.map((trait) => [trait, 0.3])) };

/** How much there is of something, and what tells it from all else, shortened. */
function told(count: number, what: string, all: unknown): string {
  return `${count} ${what} ${createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 12)}`;
}

// Results that were published name a seed: what a seed gives may change on purpose alone, and then here too. Models that
// count, so that it is the same on every machine.
it('a seed gives the known feedback and episodes in a rough world, with operators of every trait', async () => {
  const models = { policy: 'markov', critic: 'max-softmax', gate: 'plug-in', target: 0.6, delta: 0.1 } as const;
  const open = await openClosedBench({
    options: { ...models, seed: '1', providers: 'cpu', cache: false },
    loaded: await closedDataset(undefined, 100, '1'),
    shares: { train: 0.7, feedback: 0.2, calibration: 0, evaluation: 0.1 },
    rates: ROUGH,
  });
  const { bench, parts, training } = open;
  const found: Record<string, string> = {};
  try {
    const { feedback, rates } = await collectAudited(bench, TEMPERED);
    found.feedback = told(feedback.feedback.reviews.length, 'reviews', [feedback, rates]);
    await withDeployment(trainCriticAndGate(bench, feedback, training), async (deployment) => {
      for (const arm of ARMS) {
        const noise = arm === 'copilot' ? PAPER.noise : TEMPERED;
        const traces: Trace[] = [];
        const cell = { id: arm, arm, loop: 'closed', noise } as const;
        await playCells(bench, [{ cell, deployment }], parts.evaluation, [], (trace) => traces.push(trace));
        found[arm] = told(
          sumOf(traces, ({ steps }) => steps.length),
          'steps',
          traces,
        );
      }
    });
  } finally {
    await open.close();
  }
  expect(found).toEqual({
    feedback: '53 reviews 59ad8f876e2c',
    'human-only': '144 steps 69e292e40637',
    copilot: '152 steps 3d2a601c830f',
    selective: '175 steps 6a9526d55bcc',
    'confirmed-close': '175 steps 4c6f16815d45',
    oracle: '143 steps 4f2d1ed1f976',
    chatbot: '136 steps 617830694d89',
  });
});
