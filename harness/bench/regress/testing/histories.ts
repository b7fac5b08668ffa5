import { standardNormal } from '../../../contract/draws.ts';
import type { Rng } from '../../../contract/rng.ts';
import type { NightOfHistory } from '../history.ts';

type CheckOfHistory = NightOfHistory['checks'][number];

/** A check that differs from one that passed in what is given. */
export const checkOfHistory = (changes: Partial<CheckOfHistory>): CheckOfHistory => ({
  metric: 'action_accuracy',
  cell: 'open loop, copilot',
  tier: 'must',
  verdict: 'PASS',
  unit: 'share',
  value: 0.8,
  difference: { estimate: 0, low: -0.01, high: 0.01 },
  ...changes,
});

/** The night of so many days after the first of March. */
export const nightAt = (day: number, checks: readonly CheckOfHistory[], changes: Partial<NightOfHistory> = {}) =>
  ({
    format: 'deskbench-history',
    version: 1,
    startedAt: new Date(Date.UTC(2026, 2, 1 + day, 2)).toISOString(),
    commit: String(day).padStart(40, '0'),
    question: 'q',
    whole: true,
    verdict: 'PASS',
    checks: [...checks],
    ...changes,
  }) satisfies NightOfHistory;

/** Nights of one figure. */
export const historyOf = (values: readonly number[], changes: Partial<CheckOfHistory> = {}): NightOfHistory[] =>
  values.map((value, day) => nightAt(day, [checkOfHistory({ ...changes, value })]));

/** Nights on which so many figures vary and nothing changes; every third of them jumps between few values. */
export function quietHistory(nights: number, figures: number, rng: Rng): NightOfHistory[] {
  return Array.from({ length: nights }, (_, day) =>
    nightAt(
      day,
      Array.from({ length: figures }, (_, at) => {
        const value = 0.8 + 0.01 * standardNormal(rng);
        return checkOfHistory({ cell: `cell ${at}`, value: at % 3 === 0 ? Math.round(100 * value) / 100 : value });
      }),
    ),
  );
}
