import { beforeAll, describe, expect, it } from 'vitest';
import { auroc } from '../../reports/stats/auroc.ts';
import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { discover } from '../bench/models/discover.ts';
import { findRecipes } from '../bench/models/recipes.ts';
import type { Proposal } from '../contract/critic.ts';
import type { OodRecipe } from '../contract/ood.ts';
import type { Policy } from '../contract/policy.ts';
import type { Session } from '../contract/session.ts';
import { logExamples } from '../engine/log-examples.ts';
import { smallWorld } from './small-world.ts';

const recipes = await discover<OodRecipe>('policies/ood', 'recipe');
/** Scores of the screen itself must tell a process that nobody has seen; a policy's own confidence need not. */
const OF_SCREENS = ['mahalanobis', 'nearest-neighbours'];
const ABSENT = 'technical_fault';

describe('scores of unusual screens', () => {
  let policy: Policy;
  let usual: Proposal[];
  let fresh: Proposal[];
  let absent: Proposal[];

  beforeAll(async () => {
    const world = smallWorld(15);
    const isAbsent = ({ goal }: Session) => goal?.procedure === ABSENT;
    const known = world.sessions.filter((session) => !isAbsent(session));
    const cut = Math.floor(known.length / 2);
    const examples = (sessions: readonly Session[]) => logExamples(sessions, createInProcessDesk(world.catalog));
    const { policy: recipe } = await findRecipes({ policy: 'markov', critic: 'max-softmax', gate: 'plug-in' });
    const trained = await examples(known.slice(0, cut));
    policy = await recipe.fit(trained, { seed: '1', catalog: world.catalog });
    const proposals = async (list: readonly { screen: Proposal['screen'] }[]) => {
      const suggestions = await policy.suggest(list.map(({ screen }) => screen));
      return list.map(({ screen }, i) => ({ screen, suggestion: { energy: i % 7, ...suggestions[i]! } }));
    };
    usual = await proposals(trained);
    fresh = await proposals(await examples(known.slice(cut)));
    const inside = (await examples(world.sessions.filter(isAbsent))).filter(({ screen }) => screen.procedure !== null);
    absent = await proposals(inside);
  });

  it('all four are there', () => {
    const names = recipes.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['energy', 'mahalanobis', 'max-softmax', 'nearest-neighbours']));
  });

  it.each(recipes)('$name: finite, the same in any batch and again, and learned from what was given', (recipe) => {
    expect(recipe.unavailable?.(usual) ?? null).toBeNull();
    const before = JSON.stringify(usual[0]);
    const scorer = recipe.fit(usual, { seed: '1' });
    const together = scorer.score([...fresh, ...absent]);
    const alone = [...fresh, ...absent].slice(-20).flatMap((one) => scorer.score([one]));
    expect(together.every(Number.isFinite)).toBe(true);
    expect(together.slice(-20)).toEqual(alone);
    expect(recipe.fit(usual, { seed: '1' }).score(absent)).toEqual(scorer.score(absent));
    expect(JSON.stringify(usual[0])).toBe(before);
    expect(scorer.score([])).toEqual([]);
    expect(() => recipe.fit([], { seed: '1' })).toThrow(/no screen/);
  });

  it.each(recipes.filter(({ name }) => OF_SCREENS.includes(name)))('$name: tells an absent process', (recipe) => {
    const scorer = recipe.fit(usual, { seed: '1' });
    const score = (list: Proposal[], right: boolean) => scorer.score(list).map((one) => ({ score: one, right }));
    expect(auroc([...score(absent, true), ...score(fresh, false)])).toBeGreaterThan(0.85);
  });

  it('energy refuses a policy that gives none, and says which to choose', () => {
    const energy = recipes.find(({ name }) => name === 'energy');
    const without = usual.map(({ screen, suggestion: { ranked } }) => ({ screen, suggestion: { ranked } }));
    expect(energy?.unavailable?.(without)).toMatch(/ngram/);
    expect(() => energy?.fit(without, { seed: '1' })).toThrow(/ngram/);
  });
});
