import { afterAll, beforeAll, expect, it } from 'vitest';
import { ACTION_KINDS } from '../../harness/contract/action.ts';
import { type BrowserDesks, openBrowserDesks } from './browser/browser-desk.ts';
import { createInProcessDesk } from './in-process.ts';
import { assertSameDesks } from './testing/compare-desks.ts';
import { sampleCatalog, sampleOpenings } from './testing/sample-catalog.ts';

let browser: BrowserDesks;
beforeAll(async () => {
  browser = await openBrowserDesks(sampleCatalog, { contexts: 1 });
});
afterAll(() => browser?.close());

it('the desk in a browser shows the same screens as the desk in the process through many more random actions', async () => {
  const [right] = browser.desks;
  if (!right) throw new Error('no desk');
  const left = createInProcessDesk(sampleCatalog);
  const tally = await assertSameDesks({ left, right, openings: sampleOpenings }, { runs: 300, seed: 4 });
  for (const kind of [...ACTION_KINDS, 'arrive', 'refused']) expect(tally[kind], kind).toBeGreaterThan(20);
});
