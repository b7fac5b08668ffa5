import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY } from '../../policies/families/encoder/testing/known-states.ts';
import { discoverPolicies } from '../bench/models/recipes.ts';
import type { Dataset } from '../contract/dataset.ts';
import type { Policy, Suggestion } from '../contract/policy.ts';
import type { Screen } from '../contract/screen.ts';
import { wrapPolicy } from '../engine/wrap-role.ts';
import { loggedScreens, strayScreens } from './collect-screens.ts';
import { type PolicyLaw, policyLaws } from './policy-laws.ts';
import { trainSmall } from './small-deployment.ts';
import { bundledDataset, smallWorld } from './small-world.ts';
import { hasStarArchive, starSample } from './star-sample.ts';
import { MADE_OF_OTHERS, sameWhenTrainedAgain } from './trained-again.ts';

const found = await discoverPolicies(TINY);
const recipes = found.filter((recipe) => !recipe.unavailable?.());
const lacking = found.flatMap((recipe) => {
  const reason = recipe.unavailable?.() ?? null;
  return reason === null ? [] : [{ name: recipe.name, reason }];
});
const laws = Object.entries<PolicyLaw>(policyLaws);
/** Longest that a policy may train here: seconds on an idle machine, much longer where others work on it. */
const TRAINING_MS = 300_000;

/** Where the screens come from; every policy is trained on generated sessions alone. */
const sources = [
  { name: 'generated sessions', present: true, load: once(async () => loggedScreens(generated(20))) },
  { name: 'the bundled sessions', present: true, load: once(async () => loggedScreens(someBundled())) },
  { name: 'random play', present: true, load: once(async () => strayScreens(generated(20), 60, 5)) },
  { name: 'STAR', present: hasStarArchive, load: once(async () => loggedScreens(starSample(18))) },
  {
    name: 'random play on STAR’s desk',
    present: hasStarArchive,
    load: once(async () => strayScreens(starSample(10), 30, 6)),
  },
];

/** What it gives is made when it is first asked for. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Every third of them. */
function someBundled(): Dataset {
  const { catalog, sessions } = bundledDataset();
  return { catalog, sessions: sessions.filter((_, at) => at % 3 === 0) };
}

function generated(fresh: number) {
  const { catalog, fresh: sessions } = smallWorld(fresh);
  return { catalog, sessions };
}

/** The policy, its suggestions for one array of screens remembered: three laws look at the same ones. */
function suggestingOnce(policy: Policy): Policy {
  const answered = new WeakMap<readonly Screen[], Promise<Suggestion[]>>();
  return wrapPolicy(policy, {
    suggest(screens) {
      const suggestions = answered.get(screens) ?? policy.suggest(screens);
      answered.set(screens, suggestions);
      return suggestions;
    },
  });
}

describe.each(recipes)('policy $name', (recipe) => {
  let policy: Policy;
  beforeAll(async () => {
    policy = suggestingOnce(await trainSmall(recipe, smallWorld(1)));
  }, TRAINING_MS);
  afterAll(() => policy?.dispose());

  for (const { name, present, load } of sources)
    describe.skipIf(!present)(`on the screens of ${name}`, () => {
      it.each(laws)('%s', async (_, law) => law(policy, await load()));
    });

  it('proposes something on most screens of open cases', async () => {
    const open = (await loggedScreens(generated(20))).filter(({ status }) => status === 'open');
    const proposed = (await policy.suggest(open)).filter(({ ranked }) => ranked.length > 0);
    expect(proposed.length / open.length).toBeGreaterThan(0.5);
  });

  it('says its name and what it runs on', () => {
    expect(policy.name).not.toBe('');
    expect(policy.provider).not.toBe('');
  });

  if (!MADE_OF_OTHERS.includes(recipe.name))
    it(
      'trained once more with the same seed, suggests the same, and reports progress that never goes back',
      () => sameWhenTrainedAgain(recipe, policy),
      TRAINING_MS,
    );
});

describe.skip.each(lacking)('policy $name, which cannot be used now: $reason', () => {
  it('keeps the laws', () => undefined);
});

/** Proposes the first canned reply, by right; each canary below breaks one law. */
const firstReply = {
  name: 'first-reply',
  provider: 'none',
  suggest: async (screens: readonly Screen[]) =>
    screens.map(({ controls, status }) => ({
      ranked: controls
        .filter(({ kind, enabled }) => kind === 'reply' && enabled && status === 'open')
        .slice(0, 2)
        .map(({ target, label }, at) => ({
          action: { kind: 'send_text' as const, reply: target, text: label },
          confidence: 0.5 - at / 10,
        })),
    })),
  dispose: async () => undefined,
} satisfies Policy;

const canaries: [string, keyof typeof policyLaws, Partial<Policy>][] = [
  [
    'leaves one out',
    'one suggestion for each screen',
    { suggest: async (s) => (await firstReply.suggest(s)).slice(1) },
  ],
  [
    'sends a reply that is not there',
    'only what the screen offers, well-formed',
    {
      suggest: async (s) =>
        s.map(() => ({ ranked: [{ action: { kind: 'send_text', reply: 'nowhere', text: 'x' }, confidence: 0.5 }] })),
    },
  ],
  [
    'ranks the worst first',
    'confidences in [0, 1], best first',
    {
      suggest: async (s) => (await firstReply.suggest(s)).map(({ ranked }) => ({ ranked: [...ranked].reverse() })),
    },
  ],
  [
    'looks at its neighbours',
    'the same answer in any batch, and screens left as they are',
    {
      suggest: async (s) =>
        (await firstReply.suggest(s)).map(({ ranked }) => ({
          ranked: ranked.map((one) => ({ ...one, confidence: one.confidence / (1 + s.length / 1e9) })),
        })),
    },
  ],
  [
    'remembers what it was asked',
    'the same answer in any batch, and screens left as they are',
    (() => {
      let asked = 0;
      return {
        suggest: async (s: readonly Screen[]) => (asked++ > 30 ? s.map(() => ({ ranked: [] })) : firstReply.suggest(s)),
      };
    })(),
  ],
  [
    'writes on the screen',
    'the same answer in any batch, and screens left as they are',
    {
      suggest: async (s) => {
        for (const screen of s) Object.assign(screen, { subject: 'seen' });
        return firstReply.suggest(s);
      },
    },
  ],
];

describe('the laws of policies', () => {
  it('let a policy through that keeps them', async () => {
    const screens = await loggedScreens(generated(4));
    for (const [, law] of laws) await law(firstReply, screens);
  });

  it.each(canaries)('find one that %s', async (_, law, broken) => {
    const screens = structuredClone(await loggedScreens(generated(4)));
    await expect(policyLaws[law]({ ...firstReply, ...broken }, screens)).rejects.toThrow();
  });
});
