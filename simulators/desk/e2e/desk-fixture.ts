import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from 'playwright/test';
import type { Suggestion } from '../../../harness/contract/policy.ts';
import type { Session } from '../../../harness/contract/session.ts';
import { serveDesk } from '../serve-desk.ts';
import { sampleCatalog } from '../testing/sample-catalog.ts';
import { sampleSession } from '../testing/sample-session.ts';

export const HOSTILE = '<img src=x onerror="globalThis.attacked = true"><script>globalThis.attacked = true</script>';

const hostile: Session = {
  ...sampleSession,
  id: 'case-2',
  case: { subject: `Parcel ${HOSTILE}`, fields: { '<b>note</b>': HOSTILE } },
  steps: sampleSession.steps.map((step, index) => ({
    ...step,
    arrivals: index === 0 ? [{ text: HOSTILE, atMs: 0 }] : step.arrivals,
    result: step.result && { ...step.result, status: HOSTILE, items: [{ [HOSTILE.slice(0, 60)]: HOSTILE }] },
  })),
};

const moved: Session = {
  ...sampleSession,
  id: 'case-3',
  case: { subject: 'I am moving house', fields: {} },
  offered: ['address', 'identity'],
  steps: sampleSession.steps.map((step, index) => ({
    ...step,
    arrivals: index === 0 ? [{ text: 'I move to Rosenweg 3 in Köln.', atMs: 0 }] : [],
    result: null,
  })),
};

/** Suggests what the log did, with a confidence that falls from step to step. */
const suggestions: readonly Suggestion[] = sampleSession.steps.map(({ action }, index) => ({
  ranked: [{ action, confidence: 0.97 - index / 20 }],
}));

/** A desk that is served and a page that stays; each test loads it anew. */
export const test = base.extend<{ desk: Page }, { served: string; kept: Page }>({
  served: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const server = await serveDesk({
        catalog: sampleCatalog,
        cases: [sampleSession, hostile, moved],
        suggestions: { 'case-1': suggestions },
      });
      await use(server.url);
      await server.close();
    },
    { scope: 'worker' },
  ],
  kept: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      await use(await context.newPage());
      await context.close();
    },
    { scope: 'worker' },
  ],
  desk: async ({ kept, served }, use) => {
    await kept.goto(served);
    await expect(kept.getByRole('heading', { level: 1 })).toBeVisible();
    await use(kept);
  },
});

/** Fails on an axe violation that is serious or critical, naming rule and element. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
}

export { expect };
