import { describe, expect, it } from 'vitest';
import type { Critic, CriticRecipe, Proposal } from '../contract/critic.ts';
import type { GateRecipe } from '../contract/gate.ts';
import type { OodRecipe } from '../contract/ood.ts';
import type { Policy } from '../contract/policy.ts';
import type { Review } from '../engine/review.ts';
import { TestDesk } from '../engine/test-desk.ts';
import { testSession } from '../engine/test-roles.ts';
import { learnPair } from './slice-pair.ts';

const ACTION = { kind: 'close', resolution: 'solved' } as const;
const desk = new TestDesk();
desk.reset(testSession('s'));
const screen = desk.observe();
const REVIEWS = Array.from(
  { length: 200 },
  (_, at): Review => ({
    session: `s${at}`,
    suggestion: { ranked: [] },
    screen: { ...screen, caseId: `s${at}`, procedure: null },
    accepted: true,
    step: 0,
    action: ACTION,
  }),
);
const idOf = ({ screen }: Proposal) => screen.caseId;

const sure: Critic = {
  name: 'sure',
  provider: 'none',
  score: async (all) => all.map(() => 0.9),
  dispose: async () => undefined,
};
const critic: CriticRecipe = { name: 'sure', summary: 'Is sure.', learns: true, fit: async () => sure };
const gate: GateRecipe = {
  name: 'open',
  summary: 'Lets everything pass.',
  promise: 'none',
  fit: () => ({ name: 'open', threshold: 0, reason: 'open', decide: () => 'execute' }),
};

/** Learns by heart what was usual: what it was shown is 0, all else is as unusual as its session's number says. */
function byHeart(known: Set<string>): OodRecipe {
  return {
    name: 'by-heart',
    summary: 'Knows what it saw.',
    fit(usual) {
      for (const proposal of usual) known.add(idOf(proposal));
      const score = (all: readonly Proposal[]) =>
        all.map((one) => (known.has(idOf(one)) ? 0 : 1 + Number(idOf(one).slice(1))));
      return { name: 'by-heart', score };
    },
  };
}

describe('screens too unusual to act on', () => {
  const known = new Set<string>();
  const shown: number[] = [];
  const learned = learnPair({
    slice: 'a',
    clusterOf: new Map(),
    policy: {} as Policy,
    reviews: REVIEWS,
    training: {
      critic,
      gate,
      gateOptions: { targetPrecision: 0.9, delta: 0.05 },
      fallback: {
        recipe: byHeart(known),
        threshold: (scores) => {
          shown.push(...scores);
          return 100;
        },
      },
    },
    seed: '1',
    fit: { seed: '1' },
  });

  it('are told by answers that the scorer was not taught on: how unusual is usual is not learned by heart', async () => {
    await learned;
    expect(known.size).toBeGreaterThan(60);
    expect(shown.length).toBe(REVIEWS.length - known.size);
    expect(shown.every((score) => score > 0)).toBe(true);
  });

  it('pass no gate, however sure the critic is, and all others do', async () => {
    const pair = await learned;
    if (!pair) throw new Error('Nothing was learned.');
    const held = REVIEWS.filter(({ session }) => !known.has(session));
    const usual = held.filter(({ session }) => 1 + Number(session.slice(1)) <= 100);
    expect(pair.passed).toHaveLength(usual.length);
    expect(pair.passing).toBeCloseTo(usual.length / held.length, 9);
    expect(pair.gate.decide(0.9, ACTION, null)).toBe('execute');
    expect(pair.gate.decide(0.9, ACTION, 'of another slice')).toBe('defer');
  });
});
