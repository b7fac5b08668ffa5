import { expect, it } from 'vitest';
import { computeLoad } from './compute-load.ts';

it('computes the load of many workers from what one cell, one renewal and one idle second cost', () => {
  const cost = (commands: number, cpuMs: number, bytes: number) => ({ commands, cpuMs, bytes });
  const load = computeLoad(
    { workers: 1000, cells: 20_001, cellSeconds: 50, leaseSeconds: 40 },
    {
      submitted: cost(1, 0.1, 100),
      memoryBytes: 700,
      performed: cost(10, 0.5, 1_000),
      renewed: cost(2, 0.1, 200),
      idleSecond: cost(3, 0.2, 300),
    },
    { cpuMs: 5, fixedCpuMs: 995, bytes: 50_000, episodes: 100 },
  );
  // Each second 20 cells and 50 renewals.
  expect(load.commandsPerSecond).toBeCloseTo(300, 9);
  expect(load.bytesPerSecond).toBeCloseTo(30_000, 9);
  expect(load.serverShare).toBeCloseTo(0.015, 9);
  expect(load.idleServerShare).toBeCloseTo(0.2, 9);
  expect(load.submitSeconds).toBeCloseTo(2.0001, 9);
  expect(load.queueBytes).toBe(14_000_700);
  // The one that is over needs a round of its own.
  expect(load.playSeconds).toBe(1_050);
  expect(load.mergeSeconds).toBeCloseTo(101, 9);
  expect(load.resultBytes).toBe(1_000_050_000);
});
