import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from 'playwright/test';
import type { Suggestion } from '../../../harness/contract/policy.ts';
import type { Session } from '../../../harness/contract/session.ts';
import { serveDesk } from '../server/server.ts';
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

/** A case in which the copilot would send one message, with the log's first words of the customer. */
function oneMessage(id: string, subject: string, said: string): Session {
  const first = { ...(sampleSession.steps[0] as Session['steps'][number]), arrivals: [{ text: said, atMs: 0 }] };
  return { ...sampleSession, id, case: { subject, fields: {} }, opened: 'refund', steps: [first], closing: [] };
}

const LONG = Array.from({ length: 120 }, (_, line) => `Line ${line} of a message that nobody reads at once.`).join(' ');
const messages: Readonly<Record<string, string>> = {
  'case-long': LONG,
  'case-holes': 'Good news, [name]: we refund {amount}.',
};
const special = [
  oneMessage('case-long', 'A long answer', 'Tell me everything.'),
  oneMessage('case-holes', 'An answer with holes', 'Well?'),
  oneMessage('case-nameless', '  ', 'Nobody gave me a subject.'),
];

/** A case of the queue that a test opens by its name. */
interface OpenCase {
  readonly text: string;
  open(): Promise<void>;
}

function openCase(page: Page, id: string, name: RegExp): OpenCase {
  const item = page.getByRole('navigation', { name: 'Case queue' }).getByRole('button', { name });
  return { text: messages[id] ?? '', open: () => item.click() };
}

/** Suggests what the log did, with a confidence that falls from step to step. */
const suggestions: readonly Suggestion[] = sampleSession.steps.map(({ action }, index) => ({
  ranked: [{ action, confidence: 0.97 - index / 20 }],
}));

/** A desk that is served and a page that stays; each test loads it anew. */
export const test = base.extend<
  { desk: Page; long: OpenCase; holes: OpenCase; nameless: OpenCase },
  { served: string; kept: Page }
>({
  served: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const server = await serveDesk({
        catalog: sampleCatalog,
        cases: [sampleSession, hostile, moved, ...special],
        suggestions: {
          'case-1': suggestions,
          'case-long': [{ ranked: [{ action: { kind: 'send_text', reply: null, text: LONG }, confidence: 0.9 }] }],
          'case-holes': [
            {
              ranked: [
                {
                  action: { kind: 'send_text', reply: 'hello', text: messages['case-holes'] ?? '' },
                  confidence: 0.99,
                },
              ],
            },
          ],
        },
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
  long: ({ kept }, use) => use(openCase(kept, 'case-long', /long answer/)),
  holes: ({ kept }, use) => use(openCase(kept, 'case-holes', /with holes/)),
  nameless: ({ kept }, use) => use(openCase(kept, 'case-nameless', /gave me a subject/)),
});

/** Fails on an axe violation that is serious or critical, naming rule and element. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([]);
}

/** Accepts by keyboard what the copilot proposes: once it can be read, and with the second key where it asks for one. */
export async function accept(page: Page): Promise<void> {
  const copilot = page.getByRole('region', { name: 'Copilot' });
  await expect(copilot.getByRole('button', { name: 'Accept' })).toBeEnabled();
  await page.locator('#case').focus();
  await page.keyboard.press('a');
  const confirm = copilot.getByRole('button', { name: /^Do it/ });
  if (!(await confirm.isVisible())) return;
  await expect(confirm).toBeEnabled();
  await page.keyboard.press('Enter');
}

export { expect };
