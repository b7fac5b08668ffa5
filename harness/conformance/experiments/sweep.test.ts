import { beforeAll, describe, expect, it } from 'vitest';
import { experiment as sweep } from '../../experiments/sweep/index.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { meanOf, sumOf } from '../../shared/numbers.ts';
import { tableLaws } from './general-laws.ts';
import { estimateIn } from './recount.ts';
import { type SmallRun, smallRun } from './small-runs.ts';

describe('sweep', () => {
  let run: SmallRun;
  beforeAll(async () => {
    run = await smallRun(sweep);
  });
  tableLaws(() => run, {});

  it('every comparison is counted once more from its own episodes', () => {
    const traces = openTraces(run.folder);
    for (const row of run.rows('comparisons')) {
      const episodes = [...traces.find({ arm: 'selective' })].filter(({ play }) =>
        play.startsWith(`comparison ${row.id}`),
      );
      expect(episodes.length).toBe(Number(row.sessions));
      const of = (measure: (steps: (typeof episodes)[number]['trace']['steps']) => number) =>
        meanOf(episodes.map(({ trace }) => measure(trace.steps)));
      const counted = {
        session_automation_selective: of((steps) => Number(steps.every(({ decision }) => decision === 'execute'))),
        active_ms_per_session_selective: of((steps) => sumOf(steps, ({ activeMs }) => activeMs)),
        sessions_with_wrong_chosen_selective: of((steps) =>
          Number(steps.some(({ logged }) => logged?.right === false)),
        ),
      };
      for (const [id, value] of Object.entries(counted)) expect(estimateIn(row[id])).toBeCloseTo(value, 9);
    }
    traces.close();
  });

  it('points are medians over their seeds, and noise changes them', () => {
    const points = run.rows('points');
    expect(points.map(({ beta, seeds }) => [beta, seeds])).toEqual([
      ['0', 2],
      ['0.3', 2],
    ]);
    const times = points.map((row) => estimateIn(row.active_ms_per_session_selective));
    for (const [at, beta] of ['0', '0.3'].entries()) {
      const own = run.rows('comparisons').filter((row) => row.beta === beta);
      expect(own).toHaveLength(2);
      expect(times[at]).toBeCloseTo(meanOf(own.map((row) => estimateIn(row.active_ms_per_session_selective)!)), 9);
    }
    expect(times[0]).not.toBe(times[1]);
  });
});
