import { describe, expect, it } from 'vitest';
import { embeddedDataset } from '../data/embedded-dataset.ts';
import { estimateTime } from './estimate-time.ts';
import type { RunPlan } from './run-plan.ts';

const part = { population: '1', loop: 'open', train: 100, feedback: 100, calibration: 50, evaluation: 100 } as const;
const plan = (episodes: number, policy = 'ngram'): RunPlan => ({
  loaded: { dataset: embeddedDataset(1), source: 'test', importer: 'test', notes: [] },
  points: [],
  parts: [{ ...part, episodes }],
  models: [],
  notes: [],
  like: { policy, critic: 'ngram' },
  trainings: { policies: 1, gates: 1 },
});

describe('the time that a run may take', () => {
  it('goes by earlier runs nearest in size, and gives their range', () => {
    const earlier = [
      { episodes: 10, seconds: 1000 },
      { episodes: 900, seconds: 90 },
      { episodes: 1100, seconds: 220 },
      { episodes: 1000, seconds: 150 },
    ];
    expect(estimateTime(plan(1000), earlier)).toMatch(
      /^Time: between 1 min 40 s and 3 min 20 s, by the pace of 3 earlier/,
    );
    expect(estimateTime(plan(20), earlier.slice(0, 1))).toMatch(
      /^Time: about 33 min 20 s, by the pace of 1 earlier run /,
    );
  });

  it('goes by stated paces for the default models, longer for more, and owns up for others', () => {
    expect(estimateTime(plan(1000), [])).toMatch(/^Time: about 16 s by paces of replays, measured on two idle cores/);
    expect(estimateTime(plan(100_000), [])).toMatch(/^Time: about 5 min \d+ s /);
    expect(estimateTime(plan(1000, 'mine'), [])).toMatch(/^Time: no pace is known of policy mine with critic ngram/);
  });
});
