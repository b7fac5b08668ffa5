import { expect, it, vi } from 'vitest';
import type { DatasetSplit } from '../../bench/data/splits.ts';
import type { CopilotWorld } from '../../bench/noise/copilot-answers.ts';
import { uniformRate } from '../../contract/noise-rates.ts';
import { splitSessions } from '../../deployment/split-sessions.ts';
import { testSession } from '../../engine/test-roles.ts';
import { judgePoint, type Rooms } from './judge-point.ts';
import type { CriticsOptions } from './options.ts';

/** Who was asked: the phase, its sessions, and α of those who answered. */
const asked = vi.hoisted(() => [] as unknown[]);
vi.mock('../../bench/noise/copilot-answers.ts', async (original) => ({
  ...(await original<typeof import('../../bench/noise/copilot-answers.ts')>()),
  copilotAnswers: async (...[world, phase, sessions, noise]: readonly [never, string, unknown, { alpha: unknown }]) => {
    asked.push([phase, sessions, noise.alpha]);
    (world as CopilotWorld).onCrashes?.([{ where: phase, requested: 1, sessions: [], bounds: new Map() }]);
    return [];
  },
}));

it('lets the same operators answer on three parts that share no session, and says where desks failed', async () => {
  const { parts } = {
    parts: splitSessions(
      Array.from({ length: 80 }, (_, at) => testSession(`s${at}`)),
      '1',
    ),
  };
  const level = (rate: number) => ({ label: `${rate}`, rates: uniformRate(rate) });
  const nothing = { critics: [], gates: [], slices: [], calibrators: [] } as Partial<Rooms>;
  const { crashes, alpha, beta, critics, withinReach } = await judgePoint(
    { alpha: level(0.2), beta: level(0.3), slip: level(0) } as Parameters<typeof judgePoint>[0],
    { seed: '1' } as CopilotWorld,
    { parts, rule: null } satisfies DatasetSplit,
    nothing as Rooms,
    {} as Parameters<typeof judgePoint>[4],
    { noiseRates: 'none', target: 0.9, delta: 0.1, seed: '1', draws: 100 } as CriticsOptions,
  );
  const phases = ['feedback', 'calibration', 'evaluation'] as const;
  expect(asked).toEqual(phases.map((phase) => [phase, parts[phase], uniformRate(0.2)]));
  expect(crashes.map(({ where }) => where)).toEqual(phases.map((phase) => `${phase}, α = 0.2, β = 0.3`));
  expect([alpha, beta, critics, withinReach]).toEqual(['0.2', '0.3', [], null]);
});
