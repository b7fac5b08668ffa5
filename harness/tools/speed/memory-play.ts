import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { factsOf } from '../../bench/run-record.ts';
import { uniformNoise } from '../../contract/noise-rates.ts';
import type { PolicyRecipe } from '../../contract/policy.ts';
import type { Cell, Scenario } from '../../contract/scenario.ts';
import { trainPolicy } from '../../deployment/train-policy.ts';
import { recordEpisodes } from '../../runner/record-episodes.ts';
import { TraceStore } from '../../runner/traces/trace-store.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import type { MemoryUse } from './measure-in-child.ts';

export interface MemoryRequest {
  /** Sessions to play. */
  readonly sessions: number;
  /** Sessions that the policy learns from; none of them is played. */
  readonly taught: number;
  readonly recipe: PolicyRecipe;
}

/** Trains a small policy and plays sessions with it, traces to disk. Time is that of the play, memory that of the process. */
export async function playInMemory({ sessions, taught, recipe }: MemoryRequest): Promise<MemoryUse> {
  const { catalog, sessions: all } = embeddedDataset(sessions + taught);
  const desks = inProcessDesks(catalog);
  const cell: Cell = { id: 'copilot', arm: 'copilot', loop: 'open', noise: uniformNoise({ alpha: 0.05, beta: 0.2 }) };
  const policy = await trainPolicy({
    sessions: all.slice(0, taught),
    recipe,
    desk: { catalog, openEnvironment: desks.openEnvironment },
    fit: { seed: 'speed' },
  });
  const folder = mkdtempSync(join(tmpdir(), 'deskbench-memory-'));
  try {
    const roles = { policy, critic: null, gate: null, operator: createOperator({ noise: cell.noise, population: '' }) };
    const scenarios = all.slice(taught).map((session): Scenario => ({ cell, session, seed: 'speed' }));
    const start = wallClockMs();
    const store = new TraceStore(folder);
    const played = { sessions: 0, steps: 0 };
    await recordEpisodes(scenarios, {
      catalog,
      rolesOf: () => roles,
      openEnvironment: desks.openEnvironment,
      store,
      play: 'speed',
      about: factsOf,
      onEpisode: (trace) => {
        played.sessions += 1;
        played.steps += trace.steps.length;
      },
    });
    store.finish();
    return {
      ...played,
      peakBytes: process.resourceUsage().maxRSS * 1024,
      seconds: (wallClockMs() - start) / 1000,
    };
  } finally {
    await policy.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}
