import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BrowserDesks, openBrowserDesks } from '../../simulators/desk/browser/browser-desk.ts';
import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { replaySession } from '../../simulators/desk/play-side-by-side.ts';
import { assertSameDesks } from '../../simulators/desk/testing/compare-desks.ts';
import { embeddedDataset } from '../bench/data/embedded-dataset.ts';
import { ACTION_KINDS } from '../contract/action.ts';
import type { Dataset } from '../contract/dataset.ts';
import type { Environment } from '../contract/environment.ts';
import { hashScreen } from '../engine/screen-hash.ts';
import { hasStarArchive, starSample } from './star-sample.ts';

const REPLAYED = 10;

interface Source {
  readonly name: string;
  readonly present: boolean;
  load(): Dataset;
}

const sources: readonly Source[] = [
  { name: 'the embedded dataset', present: true, load: () => embeddedDataset(120) },
  { name: 'STAR', present: hasStarArchive, load: () => starSample(100) },
];

/** The desk, noting the hash of every screen that it shows. */
function noting(desk: Environment, hashes: string[]): Environment {
  return {
    ...desk,
    async observe() {
      const screen = await desk.observe();
      hashes.push(hashScreen(screen));
      return screen;
    },
  };
}

for (const { name, present, load } of sources)
  describe.skipIf(!present)(`page and process, on ${name}`, () => {
    let dataset: Dataset;
    let browser: BrowserDesks;
    beforeAll(async () => {
      dataset = load();
      browser = await openBrowserDesks(dataset.catalog, { contexts: 1 });
    });
    afterAll(() => browser?.close());

    const right = (): Environment => {
      const [desk] = browser.desks;
      if (!desk) throw new Error('no desk was opened');
      return desk;
    };

    it('show the same screens for random actions, and refuse the same', async () => {
      const { catalog, sessions } = dataset;
      const openings = sessions
        .slice(0, 100)
        .map(({ id, case: at, offered, opened }) => ({ id, case: at, offered, opened }));
      const tally = await assertSameDesks(
        { left: createInProcessDesk(catalog), right: right(), openings },
        { runs: 30, seed: 7 },
      );
      const { queues, resolutions } = catalog.desk;
      for (const kind of ACTION_KINDS) {
        const possible =
          kind === 'transfer'
            ? queues.length > 0
            : kind === 'close'
              ? resolutions.length > 0
              : kind !== 'click_control';
        if (possible) expect(tally[kind], kind).toBeGreaterThan(0);
      }
      expect(tally.refused).toBeGreaterThan(0);
    });

    it('show the same screen at every step of logged sessions', async () => {
      const [inProcess, inBrowser]: [string[], string[]] = [[], []];
      for (const session of dataset.sessions.slice(0, REPLAYED)) {
        await replaySession(noting(createInProcessDesk(dataset.catalog), inProcess), session);
        await replaySession(noting(right(), inBrowser), session);
      }
      expect(inProcess.length).toBeGreaterThan(REPLAYED * 5);
      expect(inBrowser).toEqual(inProcess);
    });
  });
