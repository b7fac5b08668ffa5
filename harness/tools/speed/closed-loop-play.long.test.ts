import { expect, it } from 'vitest';
import { playClosedLoop } from './closed-loop-play.ts';

it('plays as many distinct sessions as are asked for, and says what the play took apart from what came before', async () => {
  const taught = { train: 60, feedback: 40, calibration: 60 };
  const use = await playClosedLoop({ sessions: 30, cache: false, taught });
  expect(use.sessions).toBe(30);
  expect(use.steps).toBeGreaterThan(3 * use.sessions);
  // Whatever the gate allows, there are steps that need no confirmation and steps that nobody may take alone.
  expect(use.unattended).toBeGreaterThan(0);
  expect(use.unattended).toBeLessThan(use.steps);
  expect(use.seconds).toBeGreaterThan(0);
  expect(use.cpuSeconds).toBeGreaterThan(0);
  expect(use.seconds).toBeLessThan(use.prepareSeconds);
  expect(use.peakBytes).toBeGreaterThan(50 * 2 ** 20);
}, 60_000);
