import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TINY } from '../../policies/families/encoder/testing/known-states.ts';
import { discoverCritics, discoverPolicies } from '../bench/models/recipes.ts';
import type { Critic, CriticExample, Proposal } from '../contract/critic.ts';
import type { Policy } from '../contract/policy.ts';
import type { Screen } from '../contract/screen.ts';
import type { Review } from '../engine/review.ts';
import { loggedScreens, strayScreens } from './collect-screens.ts';
import { Companies } from './companies.ts';
import { type CriticLaw, criticLaws } from './critic-laws.ts';
import { copilotReviews, criticExamples } from './small-deployment.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';
import { hasStarArchive, starSample } from './star-sample.ts';
import { MADE_OF_OTHERS, sameWhenTaughtAgain } from './trained-again.ts';

const recipes = await discoverCritics(TINY);
const policyRecipes = await discoverPolicies(TINY);
const laws = Object.entries<CriticLaw>(criticLaws);

/** The first critic of a policy waits until that policy is trained. */
const TRAINING_MS = 600_000;
let world: SmallWorld;
let companies: Companies;
beforeAll(() => {
  world = smallWorld(20);
  companies = new Companies(world, policyRecipes);
});
afterAll(() => companies?.dispose());

/** What the policy proposes on sessions that nothing learned from. */
const freshProposals = once((policy) => copilotReviews(policy, world, world.fresh).then(criticExamples));

/** The same where play strays from the log. */
const strayProposals = once((policy) => {
  const { catalog, fresh: sessions } = world;
  return proposals(policy, strayScreens({ catalog, sessions }, 40, 8));
});

/** The same on another desk. */
const starProposals = once(async (policy) => proposals(policy, await loggedScreens(starSample(10))));

/** What it gives for a policy is made when it is first asked for. */
function once(make: (policy: Policy) => Promise<readonly Proposal[]>): typeof make {
  const made = new Map<Policy, Promise<readonly Proposal[]>>();
  return (policy) => {
    const proposals = made.get(policy) ?? make(policy);
    made.set(policy, proposals);
    return proposals;
  };
}

async function proposals(policy: Policy, screens: readonly Screen[]): Promise<Proposal[]> {
  const suggestions = await policy.suggest(screens);
  return screens.flatMap((screen, at) => {
    const suggestion = suggestions[at]!;
    return suggestion.ranked.length > 0 ? [{ screen, suggestion }] : [];
  });
}

describe.each(recipes)('critic $name', (recipe) => {
  const teach = (examples: readonly CriticExample[]) => recipe.fit(examples, policy, { seed: '1' });
  let missing: string | null = null;
  let policy: Policy;
  let reviews: readonly Review[];
  let fresh: readonly Proposal[];
  let critic: Critic;
  beforeAll(async () => {
    const company = await companies.suiting(recipe);
    if (typeof company === 'string') {
      missing = company;
      return;
    }
    ({ policy, reviews } = company);
    fresh = await freshProposals(policy);
    critic = await teach(criticExamples(reviews));
  }, TRAINING_MS);
  beforeEach(({ skip }) => {
    if (missing !== null) skip(missing);
  });
  afterAll(() => critic?.dispose());

  /** Scores of unseen proposals after learning from these examples. */
  async function scoresAfter(examples: readonly CriticExample[]): Promise<number[]> {
    const taught = await teach(examples);
    const scores = await taught.score(fresh);
    await taught.dispose();
    return scores;
  }

  it.each(laws)('%s', (_, law) => law(critic, fresh));

  it.each(laws)('%s, where play strays from the log', async (_, law) => law(critic, await strayProposals(policy)));

  describe.skipIf(!hasStarArchive)('on STAR’s screens, which it was never taught', () => {
    it.each(laws)('%s', async (_, law) => law(critic, await starProposals(policy)));
  });

  if (!MADE_OF_OTHERS.includes(recipe.name))
    it('taught once more with the same seed, scores the same, whatever the operators did instead of what they refused', () =>
      sameWhenTaughtAgain(recipe, { critic, policy, reviews, fresh, world }));

  it.skipIf(!recipe.load)('saved and loaded, scores the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskbench-critic-'));
    try {
      await critic.save?.(folder);
      const loaded = await recipe.load!(folder, policy, { seed: '1' });
      expect(await loaded.score(fresh)).toEqual(await critic.score(fresh));
      expect(loaded.name).toBe(critic.name);
      await loaded.dispose();
      const nowhere = join(folder, 'nowhere');
      await expect(recipe.load!(nowhere, policy, { seed: '1' })).rejects.toThrow(nowhere);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('learns from 30 answers', async () => {
    const few = criticExamples(reviews).slice(0, 30);
    expect(new Set(few.map(({ accepted }) => accepted)).size).toBe(2);
    assertScores(await scoresAfter(few));
  });

  it.each([true, false])('learns where every answer was accepted=%s', async (accepted) => {
    const some = criticExamples(reviews).slice(0, 30);
    assertScores(await scoresAfter(some.map((one) => ({ ...one, accepted }))));
  });

  it('scores what was accepted no lower, on average, than what was rejected', async () => {
    const examples = criticExamples(reviews);
    const scores = await critic.score(examples);
    const mean = (accepted: boolean) => {
      const some = scores.filter((_, at) => examples[at]?.accepted === accepted);
      return some.reduce((sum, score) => sum + score, 0) / some.length;
    };
    expect(mean(true)).toBeGreaterThanOrEqual(mean(false));
  });
});

function assertScores(scores: readonly number[]): void {
  expect(scores.length).toBeGreaterThan(0);
  for (const score of scores) if (!(score >= 0 && score <= 1)) expect.fail(`a score of ${score}`);
}

/** Believes what the policy says of itself. */
const believer = {
  name: 'believer',
  provider: 'none',
  score: async (proposals: readonly Proposal[]) =>
    proposals.map(({ suggestion }) => suggestion.ranked[0]?.confidence ?? 0),
  dispose: async () => undefined,
} satisfies Critic;

const canaries: [string, keyof typeof criticLaws, Critic['score']][] = [
  ['gives log-odds', 'one score in [0, 1] for each proposal', async (all) => all.map(() => 2.5)],
  ['gives NaN', 'one score in [0, 1] for each proposal', async (all) => all.map(() => Number.NaN)],
  ['leaves one out', 'one score in [0, 1] for each proposal', async (all) => (await believer.score(all)).slice(1)],
  [
    'normalises over its batch',
    'the same score in any batch, and proposals left as they are',
    async (all) => {
      const scores = await believer.score(all);
      return scores.map((score) => score / (1 + Math.max(...scores)));
    },
  ],
];

describe('the laws of critics', () => {
  let fresh: readonly Proposal[];
  beforeAll(async () => {
    const ngram = policyRecipes.find(({ name }) => name === 'ngram');
    fresh = await freshProposals((await companies.of(ngram!)).policy);
  });

  it.each(laws)('let a critic through that keeps them: %s', (_, law) => law(believer, fresh));

  it.each(canaries)('find one that %s', async (_, law, score) => {
    await expect(criticLaws[law]({ ...believer, score }, fresh)).rejects.toThrow();
  });
});
