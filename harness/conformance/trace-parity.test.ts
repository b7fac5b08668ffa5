import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Critic } from '../contract/critic.ts';
import type { CellRoles } from '../engine/roles.ts';
import { browserDesks, type Desks, inProcessDesks } from '../experiments/desks.ts';
import { checkParity } from '../experiments/parity.ts';
import { Companies } from './companies.ts';
import { deploySmall, scenariosOf, usualRecipes } from './small-deployment.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';
import { hasStarArchive, starSample } from './star-sample.ts';

const { policy, critic } = await usualRecipes();

const sources = [
  { name: 'generated sessions', present: true, sessions: 4, load: () => smallWorld(4) },
  { name: 'STAR', present: hasStarArchive, sessions: 3, load: () => starWorld() },
];

/** Real dialogues, fifteen of them to learn from. */
function starWorld(): SmallWorld {
  const { catalog, sessions } = starSample(100);
  return { catalog, sessions, train: sessions.slice(0, 15), fresh: sessions.slice(15) };
}

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
    const check = await checkParity(scenarios, { catalog, rolesOf: () => roles }, inProcessDesks(catalog), browser);
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
    const check = await checkParity(scenarios, { catalog: world.catalog, rolesOf }, desks, desks);
    expect(check).toMatchObject({ equal: false, difference: expect.stringContaining('step 0') });
  });
});
