import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TINY } from '../../policies/families/encoder/testing/known-states.ts';
import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { discoverCritics, discoverPolicies } from '../bench/models/recipes.ts';
import type { Critic, CriticRecipe } from '../contract/critic.ts';
import type { PolicyRecipe } from '../contract/policy.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import { type BatchOptions, runEpisodes } from '../engine/batch.ts';
import { memoPolicy } from '../engine/memo.ts';
import type { CellRoles } from '../engine/roles.ts';
import { Companies } from './companies.ts';
import { scrambleTruth } from './scramble-truth.ts';
import { deploySmall, scenariosOf } from './small-deployment.ts';
import { smallWorld } from './small-world.ts';

const found = await discoverPolicies(TINY);
// What cannot be used now is listed as skipped by the suite of policies.
const policies = found.filter((recipe) => !recipe.unavailable?.());
const critics = await discoverCritics(TINY);
/** Judges every policy: it needs no training, and reads the confidence of all that a policy lists. */
const judge = critics.find(({ name }) => name === 'entropy')!;

/** Each policy with one critic, and each other critic with the first policy that it can judge. */
const pairs: { name: string; policy: PolicyRecipe | null; critic: CriticRecipe }[] = [
  ...policies.map((policy) => ({ name: `policy ${policy.name}`, policy, critic: judge })),
  ...critics
    .filter(({ name }) => name !== judge.name)
    .map((critic) => ({ name: `critic ${critic.name}`, policy: null, critic })),
];

/** The first pair of a policy waits until that policy is trained. */
const TRAINING_MS = 600_000;
const world = smallWorld(6);
const companies = new Companies(world, policies);
const truths = twoTruths();
afterAll(() => companies.dispose());

describe.each(pairs)('$name', ({ policy, critic }) => {
  let missing: string | null = null;
  let roles: CellRoles & { readonly critic: Critic };
  beforeAll(async () => {
    const company = policy ? await companies.of(policy) : await companies.suiting(critic);
    if (typeof company === 'string') missing = company;
    // Where the critic is looked at, the policy's answers are remembered: its own pair asks it each time.
    else roles = await deploySmall(policy ? company.policy : memoPolicy(company.policy), company.reviews, critic);
  }, TRAINING_MS);
  beforeEach(({ skip }) => {
    if (missing !== null) skip(missing);
  });
  afterAll(() => roles?.critic.dispose());

  const played = (scenarios: readonly Scenario[], options: Partial<BatchOptions> = {}) =>
    play(scenarios, roles, options);

  describe('the same scenarios give the same bytes', () => {
    let expected: Trace[];
    const scenarios = () => scenariosOf(world.fresh);
    beforeAll(async () => {
      expected = await played(scenarios());
    });

    it('which hold all that may happen', () => {
      const steps = expected.flatMap((trace) => trace.steps);
      const verdicts = steps.map(({ verdict }) => verdict);
      for (const verdict of ['accept', 'correct', 'unaided', null] as const) expect(verdicts).toContain(verdict);
      expect(steps.some(({ score }) => score !== null)).toBe(true);
      expect(steps.some(({ slipped }) => slipped)).toBe(true);
    });

    it('at batch size 1 and 1 at a time', async () => {
      expect(bytes(await played(scenarios(), { batchSize: 1, concurrency: 1 }))).toBe(bytes(expected));
    });

    it('in any order of cells and sessions, in batches of any size', async () => {
      const key = ({ cell, session }: { cell: string; session: string }) => `${cell} ${session}`;
      const byKey = new Map(expected.map((trace) => [key(trace), bytes([trace])]));
      const orders = fc.shuffledSubarray(scenarios(), { minLength: 6, maxLength: 10 });
      await fc.assert(
        fc.asyncProperty(orders, sizes(256), sizes(512), async (order, batchSize, concurrency) => {
          const traces = await played(order, { batchSize, concurrency });
          expect(traces.map(key)).toEqual(
            order.map(({ cell, session }) => key({ cell: cell.id, session: session.id })),
          );
          for (const trace of traces) expect(bytes([trace])).toBe(byKey.get(key(trace)));
        }),
        { numRuns: 2, seed: 3 },
      );
    });
  });

  describe('what the log holds and the screen does not show', () => {
    it('changes no suggestion, confidence, score or gate’s decision', async () => {
      const { original, scrambled } = await truths;
      const [told, untold] = [await played(scrambled), await played(original)];
      for (const [at, { steps }] of told.entries()) {
        const kept = untold[at]!.steps.slice(0, steps.length);
        expect(steps.map(seen)).toEqual(kept.map(seen));
        expect(steps.at(-1)?.reference).not.toEqual(kept.at(-1)?.reference);
      }
    });
  });
});

it(
  'what the log holds would be noticed in a policy that looks into it',
  async () => {
    const { policy, reviews } = await companies.of(policies.find(({ name }) => name === 'ngram')!);
    const roles = await deploySmall(policy, reviews, judge);
    const peeking = (scenarios: readonly Scenario[]): CellRoles => {
      const logged = new Map(scenarios.map(({ session }) => [session.id, session]));
      const suggest: NonNullable<CellRoles['policy']>['suggest'] = async (screens) =>
        screens.map(({ caseId, timeline }) => {
          const action = logged.get(caseId)?.steps[timeline.length]?.action;
          // With all that a critic may read.
          return { ranked: action ? [{ action, confidence: 0.5 }] : [], energy: 0, disagreement: 0 };
        });
      return { ...roles, policy: { name: 'peeking', provider: 'none', suggest, dispose: async () => undefined } };
    };
    const { original, scrambled } = await truths;
    const [told, untold] = [await play(scrambled, peeking(scrambled)), await play(original, peeking(original))];
    const noticed = told.filter(
      ({ steps }, at) => bytes(steps.map(seen)) !== bytes(untold[at]!.steps.slice(0, steps.length).map(seen)),
    );
    expect(noticed.length).toBe(told.length);
    await roles.critic.dispose();
  },
  TRAINING_MS,
);

async function play(
  scenarios: readonly Scenario[],
  roles: CellRoles,
  options: Partial<BatchOptions> = {},
): Promise<Trace[]> {
  const traces: Trace[] = [];
  await runEpisodes(scenarios, {
    catalog: world.catalog,
    rolesOf: () => roles,
    openEnvironment: () => createInProcessDesk(world.catalog),
    ...options,
    onEpisode: (trace) => traces.push(trace),
  });
  return traces;
}

/** The same sessions twice: as they were logged, and with another truth where one step of each is judged. */
async function twoTruths() {
  const sessions = world.fresh.filter(({ steps }) => steps.length > 0);
  const others = sessions.map((one, at) => scrambleTruth(one, (at * 5) % one.steps.length, world.catalog));
  const arms: Parameters<typeof scenariosOf>[1] = ['copilot', 'selective'];
  return { original: scenariosOf(sessions, arms), scrambled: scenariosOf(await Promise.all(others), arms) };
}

const sizes = (max: number) => fc.integer({ min: 1, max });
const bytes = (value: unknown): string => JSON.stringify(value);

/** What policy, critic and gate made of a step. */
const seen = ({ screenHash, suggestion, confidence, score, decision }: Trace['steps'][number]) => ({
  screenHash,
  suggestion,
  confidence,
  score,
  decision,
});
