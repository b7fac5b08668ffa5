import { describe, expect, it } from 'vitest';
import { slicedGate } from '../../policies/gates/support/sliced-gate.ts';
import { byCluster, byKind } from '../../policies/gates/support/slicings.ts';
import { discover } from '../bench/models/discover.ts';
import type { GateRecipe } from '../contract/gate.ts';
import { type GateLaw, gateLaws } from './gate-laws.ts';

const recipes = await discover<GateRecipe>('policies/gates', 'recipe');
const laws = Object.entries<GateLaw>(gateLaws);

describe.each(recipes)('gate $name', (recipe) => {
  it.each(laws)('%s', (_, law) => law(recipe));
});

/** Every gate in slices as well, with the support that the laws' feedback gives and δ for each or for all. */
const sliced = recipes.flatMap((recipe) => [
  slicedGate(recipe, byKind(10)),
  slicedGate(recipe, { ...byCluster(new Map([['refund', 'money']]), 10), joint: true }),
]);

describe.each(sliced)('gate $name', (recipe) => {
  it.each(laws)('%s', (_, law) => law(recipe));
});

/** A gate at the lowest score from which up all feedback is an accept. */
const flawless: GateRecipe = {
  name: 'flawless',
  summary: 'Passes what scored above every rejected action.',
  promise: 'none',
  fit(examples, { targetPrecision, delta, noise }) {
    if (![targetPrecision, delta].every((share) => share > 0 && share < 1)) throw new Error('Give shares in (0, 1).');
    if (examples.some(({ score }) => Number.isNaN(score))) throw new Error('A score is no number.');
    const worst = Math.max(-1, ...examples.filter(({ accepted }) => !accepted).map(({ score }) => score));
    const above = examples.map(({ score }) => score).filter((score) => score > worst);
    const useless = noise && noise.alpha + noise.beta >= 1;
    const threshold = above.length > 0 && !useless ? Math.min(...above) : null;
    return {
      name: 'flawless',
      threshold,
      reason: `${above.length} held-out actions scored above every rejected one`,
      decide: (score) => (threshold !== null && score >= threshold ? 'execute' : 'defer'),
    };
  },
};

const canaries: [string, keyof typeof gateLaws, GateRecipe['fit']][] = [
  [
    'passes everything',
    'what passed of the held-out feedback was accepted as often as asked for',
    () => ({ name: 'open', threshold: 0, reason: 'why not', decide: () => 'execute' }),
  ],
  [
    'decides otherwise than it says',
    'executes at and above the threshold, defers below, and always without one',
    (examples, options) => {
      const gate = flawless.fit(examples, options);
      return { ...gate, decide: (score) => (gate.threshold !== null && score > gate.threshold ? 'execute' : 'defer') };
    },
  ],
  [
    'opens without feedback',
    'is closed without feedback, and where everything was rejected',
    () => ({
      name: 'open',
      threshold: 0.5,
      reason: 'why not',
      decide: (score) => (score >= 0.5 ? 'execute' : 'defer'),
    }),
  ],
  [
    'never opens',
    'opens where thousands of clear answers leave no doubt',
    () => ({ name: 'shut', threshold: null, reason: 'better not at all', decide: () => 'defer' }),
  ],
  [
    'gives no reason',
    'gives a reason in one line of words',
    (examples, options) => ({ ...flawless.fit(examples, options), reason: '' }),
  ],
  [
    'takes the first score',
    'depends on nothing but the feedback: not on its order, nor on an earlier call, and leaves it as it was',
    (examples, options) => ({ ...flawless.fit(examples, options), threshold: examples[0]?.score ?? null }),
  ],
  [
    'names a slice that it does not keep to',
    'executes at and above the threshold, defers below, and always without one',
    (examples, options) => {
      const gate = flawless.fit(examples, options);
      const { threshold, reason } = gate;
      const kept = [{ slice: 'all', threshold: threshold === null ? null : Math.min(1, threshold + 0.2), reason }];
      return { ...gate, threshold: kept[0]!.threshold, slices: kept };
    },
  ],
  [
    'does not listen to what is said of noise',
    'asks for right suggestions where it is told the noise: what passed was accepted as often as that takes',
    (examples, { targetPrecision, delta }) => flawless.fit(examples, { targetPrecision, delta }),
  ],
  [
    'takes any setting',
    'refuses settings outside (0, 1) and scores that are no numbers',
    () => ({ name: 'shut', threshold: null, reason: 'better not at all', decide: () => 'defer' }),
  ],
];

describe('the laws of gates', () => {
  it.each(laws)('let a gate through that keeps them: %s', (_, law) => law(flawless));

  it.each(canaries)('find one that %s', (_, law, fit) => {
    expect(() => gateLaws[law]({ ...flawless, fit })).toThrow();
  });

  it('are each shown to be able to fail', () => {
    expect(new Set(canaries.map(([, law]) => law))).toEqual(new Set(Object.keys(gateLaws)));
  });
});
