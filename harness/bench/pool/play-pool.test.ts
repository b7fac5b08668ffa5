import { expect, it } from 'vitest';
import { NEVER_STALE } from '../../../simulators/pool/pool-settings.ts';
import { type Limit, type PoolPlan, playLoad, spanOf } from './play-pool.ts';
import { type ArmLibrary, nearestLevel } from './play-queues.ts';

/** Sessions of three hand-offs each; the queue changes nobody. */
const library: ArmLibrary = {
  arm: 'human-only',
  sessions: [40, 80, 120].map((seconds) => [
    {
      work: [1, 2, 3].flatMap(() => [
        { kind: 'operator' as const, ms: 1000 * seconds },
        { kind: 'customer' as const, ms: 10_000 },
      ]),
      leaked: 0,
      goalReached: true,
    },
  ]),
};
const plan: PoolPlan = {
  operators: 3,
  patience: { kind: 'exponential', meanMs: 300_000 },
  stale: NEVER_STALE,
  levels: [0],
  limitMs: 20_000,
  mostAbandoned: 0.05,
  replications: 2,
  seed: 'test',
};
const at = (limit: Limit, own = plan) => {
  const found = spanOf(library, own, 3, limit);
  if (!found) throw new Error('There is no span.');
  expect(found.reached).toBe(true);
  return found.runs;
};

it('waits as long as they may where customers wait for ever', () => {
  for (const { waitMs, abandonedShare } of at('wait')) {
    expect(abandonedShare).toBe(0);
    expect(waitMs).toBeLessThanOrEqual(20_000);
    expect(waitMs).toBeGreaterThan(15_000);
  }
});

it('loses as many as it may where they leave, whatever the waits', () => {
  const lost = at('lost');
  for (const { abandonedShare } of lost) {
    expect(abandonedShare).toBeLessThanOrEqual(0.05);
    expect(abandonedShare).toBeGreaterThan(0.03);
  }
  expect(at('lost', { ...plan, limitMs: 1 })).toEqual(lost);
});

it('two runs give intervals that stay in the range of each figure, at the span and at any load', () => {
  const spans = (['wait', 'lost'] as const).map((limit) => spanOf(library, plan, 2, limit)?.figures);
  const loads = [2, 20].map((perHour) => playLoad(library, plan, 2, perHour).figures);
  for (const [name, { estimate, low, high }] of [...spans, ...loads].flatMap((figures) =>
    Object.entries(figures ?? {}),
  )) {
    const share = /Share$|^missed$|^utilisation$/.test(name);
    for (const end of [estimate, low, high]) {
      if (end === null) continue;
      expect(end, name).toBeGreaterThanOrEqual(0);
      if (share) expect(end, name).toBeLessThanOrEqual(1);
    }
  }
});

it('a queue between two levels counts as the nearer one', () => {
  const levels = [0, 1, 2, 4, 8];
  expect([0, 1, 3, 5, 6, 7, 100].map((length) => levels[nearestLevel(levels, length)])).toEqual([0, 1, 2, 4, 4, 8, 8]);
});

it('a session comes out as it was played at the queue that it met first, which also sets its work', () => {
  const workMs = 10_000;
  const handOffs = 3;
  const played = (leaked: number) => ({
    work: Array.from({ length: handOffs }, () => [
      { kind: 'operator' as const, ms: (1 + leaked) * workMs },
      { kind: 'customer' as const, ms: 30_000 },
    ]).flat(),
    leaked,
    goalReached: leaked === 0,
  });
  const pressed: ArmLibrary = { arm: 'human-only', sessions: [[played(0), played(1)]] };
  const own: PoolPlan = { ...plan, patience: null, levels: [0, 3] };
  for (const { activeMs, switchingMs, leaked, missed } of playLoad(pressed, own, 3, 45).runs) {
    expect(leaked).toBeGreaterThan(0.02);
    expect(leaked).toBeLessThan(0.98);
    expect(missed).toBeCloseTo(leaked!, 12);
    expect((activeMs! - switchingMs!) / (handOffs * workMs)).toBeCloseTo(1 + leaked!, 9);
  }
});
