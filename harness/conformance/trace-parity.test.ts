import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserDesks, type Desks, inProcessDesks } from '../bench/desks/desks.ts';
import { checkParity, compareWithPlayed } from '../bench/desks/parity.ts';
import type { Critic } from '../contract/critic.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import { type BatchOptions, runEpisodes } from '../engine/batch.ts';
import type { CellRoles } from '../engine/roles.ts';
import { Companies } from './companies.ts';
import { deploySmall, scenariosOf, usualRecipes } from './small-deployment.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';
import { hasStarArchive, starSample } from './star-sample.ts';

const { policy, critic } = await usualRecipes();

const sources = [
  { name: 'generated sessions', present: true, sessions: 4, load: () => smallWorld(4) },
  { name: 'STAR', present: hasStarArchive, sessions: 3, load: () => starWorld() },
];

/** Real dialogues, six of them to learn from. */
function starWorld(): SmallWorld {
  const { catalog, sessions } = starSample(100);
  return { catalog, sessions, train: sessions.slice(0, 6), fresh: sessions.slice(6) };
}

/** Plays the scenarios on whatever desks. */
const playing =
  (scenarios: readonly Scenario[], options: Pick<BatchOptions, 'catalog' | 'rolesOf'>) =>
  ({ openEnvironment, concurrency }: Desks, onTrace: (trace: Trace) => void) =>
    runEpisodes(scenarios, { ...options, openEnvironment, concurrency, onEpisode: onTrace });

describe.each(sources)('one deployment in a browser and in the process, on $name', ({ present, sessions, load }) => {
  let world: SmallWorld;
  let companies: Companies;
  let roles: CellRoles & { readonly critic: Critic };
  let browser: Desks;
  beforeAll(async () => {
    if (!present) return;
    world = load();
    companies = new Companies(world, [policy]);
    const company = await companies.of(policy);
    roles = await deploySmall(company.policy, company.reviews, critic);
    browser = await browserDesks(world.catalog, 2);
  });
  afterAll(async () => {
    await browser?.close();
    await roles?.critic.dispose();
    await companies?.dispose();
  });

  it.skipIf(!present)('gives the same traces in all three arms, noise and slips included', async () => {
    const scenarios = scenariosOf(world.fresh.slice(0, sessions));
    const { catalog } = world;
    const playOn = playing(scenarios, { catalog, rolesOf: () => roles });
    const check = await checkParity(playOn, inProcessDesks(catalog), browser);
    expect(check.difference).toBeNull();
    expect(check.sessions).toBe(3 * sessions);
    expect(check.steps).toBeGreaterThan(3 * sessions * 4);
  });

  it.skipIf(!present)('is found to differ where the operators do', async () => {
    const scenarios = scenariosOf(world.fresh.slice(0, 2), ['human-only']);
    let played = 0;
    const operator: CellRoles['operator'] = {
      respond: (request) => ({ ...roles.operator.respond(request), activeMs: played++ }),
    };
    const desks = inProcessDesks(world.catalog);
    const rolesOf = () => ({ ...roles, operator });
    const check = await checkParity(playing(scenarios, { catalog: world.catalog, rolesOf }), desks, desks);
    expect(check).toMatchObject({
      equal: false,
      difference: expect.stringMatching(/, steps\[0\]\.\w+.*: \d+ \(in-process\) and \d+$/),
    });
  });

  it.skipIf(!present)(
    'names the field in which a trace that is there differs, and leaves out what crashed',
    async () => {
      const scenarios = scenariosOf(world.fresh.slice(0, 2), ['human-only']);
      const traces: Trace[] = [];
      const { catalog } = world;
      const desks = inProcessDesks(catalog);
      const playOn = playing(scenarios, { catalog, rolesOf: () => roles });
      await playOn(desks, (trace) => traces.push(trace));
      const compare = (change: (trace: Trace) => Trace) =>
        compareWithPlayed(
          (onTrace) => playOn(desks, onTrace),
          desks.driver,
          (_, at) => (at === 1 ? change(traces[at]!) : traces[at]),
        );
      const otherPage = (trace: Trace): Trace => ({
        ...trace,
        steps: trace.steps.map((step, at) => (at === 1 ? { ...step, screenHash: 'other' } : step)),
      });
      expect(await compare((trace) => ({ ...trace, retries: 2 }))).toMatchObject({ sessions: 2, equal: true });
      expect((await compare(otherPage)).difference).toMatch(
        new RegExp(`^session "${traces[1]!.session}", .*, steps\\[1\\]\\.screenHash: .+ \\(in-process\\) and "other"$`),
      );
      expect(await compare((trace) => ({ ...otherPage(trace), end: 'crashed' }))).toMatchObject({
        sessions: 1,
        equal: true,
      });
    },
  );
});
