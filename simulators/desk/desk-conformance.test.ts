import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTION_KINDS } from '../../harness/contract/action.ts';
import { type BrowserDesks, openBrowserDesks } from './browser/browser-desk.ts';
import { createInProcessDesk } from './in-process.ts';
import { assertSameDesks } from './testing/compare-desks.ts';
import { sampleCatalog, sampleOpenings } from './testing/sample-catalog.ts';

describe('the desk in a browser', () => {
  let browser: BrowserDesks;
  let located: BrowserDesks;
  beforeAll(async () => {
    browser = await openBrowserDesks(sampleCatalog, { contexts: 1 });
    located = await openBrowserDesks(sampleCatalog, { contexts: 1, input: 'locators' });
  });
  afterAll(async () => {
    await browser?.close();
    await located?.close();
  });

  it('shows the same screens as the desk in the process and refuses the same actions', async () => {
    const [right] = browser.desks;
    if (!right) throw new Error('no desk');
    const tally = await assertSameDesks(
      { left: createInProcessDesk(sampleCatalog), right, openings: sampleOpenings },
      { runs: 90, seed: 2 },
    );
    for (const kind of [...ACTION_KINDS, 'arrive', 'refused']) expect(tally[kind], kind).toBeGreaterThan(4);
  });

  it('shows the same screens when Playwright’s locators act', async () => {
    const [left] = located.desks;
    const [right] = browser.desks;
    if (!left || !right) throw new Error('no desk');
    await assertSameDesks({ left, right, openings: sampleOpenings }, { runs: 12, seed: 3, maxMoves: 8 });
  });
});
