import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectLlm } from '../../policies/families/llm/policy.ts';
import { readSettings } from '../../policies/families/llm/settings.ts';
import { type FakeEndpoint, startFakeEndpoint } from '../../policies/families/llm/testing/fake-endpoint.ts';
import { recipe } from '../../policies/models/llm.ts';
import type { Policy } from '../contract/policy.ts';
import { loggedScreens, strayScreens } from './collect-screens.ts';
import { type PolicyLaw, policyLaws } from './policy-laws.ts';
import { bundledDataset, smallWorld } from './small-world.ts';

const laws = Object.entries<PolicyLaw>(policyLaws);
const generated = (sessions: number) => {
  const { catalog, fresh } = smallWorld(sessions);
  return { catalog, sessions: fresh };
};

const sources = [
  { name: 'generated sessions', load: async () => loggedScreens(generated(6)) },
  { name: 'the bundled sessions', load: async () => (await loggedScreens(bundledDataset())).slice(0, 150) },
  { name: 'random play', load: async () => strayScreens(generated(10), 25, 5) },
];

// The suite over all policies skips this one where no endpoint is set; here a server on this machine is.
describe('policy llm, served by a server that calls one of the tools it is given', () => {
  let server: FakeEndpoint;
  const policies: Policy[] = [];
  beforeAll(async () => {
    server = await startFakeEndpoint();
    vi.stubEnv('DESKBENCH_LLM_URL', server.url);
    vi.stubEnv('DESKBENCH_LLM_MODEL', 'fake');
    policies.push(await recipe.fit([], { seed: '1' }));
    // Nothing remembered: that answers do not depend on their batch must not be its memory's doing.
    policies.push(await connectLlm(readSettings(process.env), { seed: '1', remember: false }));
  });
  afterAll(async () => {
    for (const policy of policies) await policy.dispose();
    vi.unstubAllEnvs();
    await server?.close();
  });

  it('may be used', () => {
    expect(recipe.unavailable()).toBeNull();
  });

  describe.each(sources)('on the screens of $name', ({ load }) => {
    it.each(laws)('%s', async (_, law) => {
      await law(policies[0]!, await load());
    });
  });

  it('the same answer in any batch, with nothing remembered', async () => {
    const screens = (await loggedScreens(generated(3))).slice(0, 12);
    await policyLaws['the same answer in any batch, and screens left as they are'](policies[1]!, screens);
  });

  it('proposes something on most screens of open cases, with more than one confidence', async () => {
    const open = (await loggedScreens(generated(6))).filter(({ status }) => status === 'open');
    const suggestions = await policies[0]!.suggest(open);
    const proposed = suggestions.flatMap(({ ranked }) => ranked.slice(0, 1));
    expect(proposed.length / open.length).toBeGreaterThan(0.5);
    expect(new Set(proposed.map(({ confidence }) => confidence)).size).toBeGreaterThan(10);
  });

  it('asked anew with the same seed, suggests the same', async () => {
    const again = await recipe.fit([], { seed: '1' });
    policies.push(again);
    const screens = await loggedScreens(generated(3));
    expect(await again.suggest(screens)).toEqual(await policies[0]!.suggest(screens));
  });
});
