/** A small run of made-up sessions with a store, for tests; as a program, it plays one in the folder that it is given. */
import { pathToFileURL } from 'node:url';
import type { Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import { TestDesk, testCatalog } from '../engine/test-desk.ts';
import { testCritic, testGate, testOperator, testPolicy, testScenarios } from '../engine/test-roles.ts';
import type { Fingerprint } from './fingerprint.ts';
import { openRun, type Run } from './open-run.ts';
import { printAside } from './output.ts';
import { recordEpisodes } from './record-episodes.ts';

export const testFingerprint: Fingerprint = {
  command: 'test',
  settings: { sessions: 300, noise: { alpha: [0, 0.1] } },
  seed: '1',
  datasetHash: 'a'.repeat(64),
  code: { test: 'b'.repeat(64) },
  versions: { node: '20' },
};

export const testDescription = { fingerprint: testFingerprint, record: { startedAt: 'now' } };

const PLAYS = ['population 1', 'population 2'];
const SESSIONS_OF_TEST_RUN = 300;

/** Plays all sessions in all cells, twice over. */
export async function playTestRun(
  run: Run,
  onEpisode: (trace: Trace, play: string) => void = () => {},
  fails: (session: string) => boolean = () => false,
  sessions: number = SESSIONS_OF_TEST_RUN,
): Promise<void> {
  const about = ({ cell }: Scenario) => ({ arm: cell.arm, noise: 'test', operator: null, process: 'refund' });
  for (const play of PLAYS)
    await recordEpisodes(testScenarios(sessions), {
      store: run.store,
      play,
      about,
      catalog: testCatalog,
      rolesOf: () => ({ policy: testPolicy(), critic: testCritic, gate: testGate, operator: testOperator }),
      openEnvironment: () => new TestDesk(fails),
      onEpisode: (trace) => onEpisode(trace, play),
    });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const run = openRun(process.argv[2] ?? '', testDescription);
  let episodes = 0;
  await playTestRun(run, () => {
    if (++episodes % 50 === 0) printAside(`${episodes} episodes`);
  });
  run.finish(true);
}
