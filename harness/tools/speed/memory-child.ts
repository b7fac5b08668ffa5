import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recipe } from '../../../policies/models/ngram.ts';
import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { factsOf } from '../../bench/run-record.ts';
import { uniformNoise } from '../../contract/noise-rates.ts';
import type { Cell, Scenario } from '../../contract/scenario.ts';
import { trainPolicy } from '../../deployment/train-policy.ts';
import { print } from '../../runner/output.ts';
import { recordEpisodes } from '../../runner/record-episodes.ts';
import { TraceStore } from '../../runner/traces/trace-store.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import type { MemoryUse } from './measure-in-child.ts';

/** Trains a small policy, plays the sessions with it, traces to disk, and prints what that took as JSON. */
const TRAINING_SESSIONS = 300;
const sessions = Number(process.argv[2]);
const { catalog, sessions: all } = embeddedDataset(sessions + TRAINING_SESSIONS);
const desks = inProcessDesks(catalog);
const cell: Cell = { id: 'copilot', arm: 'copilot', loop: 'open', noise: uniformNoise({ alpha: 0.05, beta: 0.2 }) };
const policy = await trainPolicy({
  sessions: all.slice(0, TRAINING_SESSIONS),
  recipe,
  desk: { catalog, openEnvironment: desks.openEnvironment },
  fit: { seed: 'speed' },
});
const folder = mkdtempSync(join(tmpdir(), 'deskbench-memory-'));
try {
  const roles = { policy, critic: null, gate: null, operator: createOperator({ noise: cell.noise, population: '' }) };
  const scenarios = all.slice(TRAINING_SESSIONS).map((session): Scenario => ({ cell, session, seed: 'speed' }));
  const start = wallClockMs();
  const store = new TraceStore(folder);
  let steps = 0;
  await recordEpisodes(scenarios, {
    catalog,
    rolesOf: () => roles,
    openEnvironment: desks.openEnvironment,
    store,
    play: 'speed',
    about: factsOf,
    onEpisode: (trace) => {
      steps += trace.steps.length;
    },
  });
  store.finish();
  const use: MemoryUse = {
    sessions,
    steps,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    seconds: (wallClockMs() - start) / 1000,
  };
  print(JSON.stringify(use));
} finally {
  await policy.dispose();
  rmSync(folder, { recursive: true, force: true });
}
