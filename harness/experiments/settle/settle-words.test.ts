import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ranged } from '../../../reports/figures/schema.ts';
import type { CellSums } from '../../../reports/results/pool-cells.ts';
import type { Outcome } from '../../bench/arms/play-point.ts';
import { cellFigures } from '../../bench/closed-loop/cell-figures.ts';
import { PAPER } from '../../bench/closed-loop/settle-points.ts';
import { settleFindings } from './settle-words.ts';

const SESSIONS = 40;

/** A cell whose sessions take these times, and reach all goals. */
function cell(timeMs: (at: number) => number): CellSums {
  const sessions = Array.from({ length: SESSIONS }, (_, at) => `s${at}`);
  return {
    sessions: () => sessions,
    crashed: () => [],
    sums: (metric) => ({
      sessions,
      numerators: Float64Array.from(sessions, (_, at) => (metric === 'active_ms_per_session' ? timeMs(at) : 1)),
      denominators: new Float64Array(SESSIONS).fill(1),
    }),
  };
}

const HUMAN = cell((at) => 1000 + 10 * at);
const BASE = cellFigures(HUMAN, HUMAN);
const around = (low: number, high: number, estimate = (low + high) / 2): Ranged => ({ estimate, low, high });

function claims(automated: Ranged, saved: Ranged, change: Ranged = around(-0.01, 0.01)): string {
  const goalChange = { ...BASE.goalChange, estimate: change.estimate, low: change.low, high: change.high };
  const figures = { ...BASE, automated, saved, goalChange };
  const one: Outcome = { name: 'gate', arm: 'selective', point: PAPER, gate: null, figures, sums: HUMAN, folds: [] };
  return settleFindings([], [one], [])[0] ?? '';
}

describe('a claim', () => {
  const far = around(0.8, 0.9);
  it.each([
    { ends: around(0.46, 0.6), words: 'holds at 1, fails at 0, is undecided at 0' },
    { ends: around(0.44, 0.9), words: 'holds at 0, fails at 0, is undecided at 1 (' },
    { ends: around(0.1, 0.46), words: 'holds at 0, fails at 0, is undecided at 1 (' },
    { ends: around(0.1, 0.44), words: 'holds at 0, fails at 1, is undecided at 0' },
  ])('of automation is judged by the end of its interval: $words', ({ ends, words }) => {
    expect(claims(ends, far)).toContain(`45\u202f% automation ${words}`);
  });

  it.each([
    { ends: around(0.4, 0.6), words: 'holds at 1, fails at 0, is undecided at 0' },
    { ends: around(0.38, 0.9), words: 'holds at 0, fails at 0, is undecided at 1 (' },
    { ends: around(0.1, 0.38), words: 'holds at 0, fails at 1, is undecided at 0' },
  ])('of time is judged by the end of its interval: $words', ({ ends, words }) => {
    expect(claims(far, ends)).toContain(`39\u202f% less active time ${words}`);
  });

  it('of both holds where each does', () => {
    const low = around(0.1, 0.2);
    expect(claims(far, far)).toMatch(/both hold at 1\b/);
    for (const [automated, saved] of [[far, low] as const, [low, far] as const, [low, low] as const])
      expect(claims(automated, saved)).toMatch(/both hold at 0\b/);
  });

  it.each([
    { ends: around(-0.019, 0.03), words: 'at 1, falls by more at 0, is undecided at 0' },
    { ends: around(-0.05, 0.06), words: 'at 0, falls by more at 0, is undecided at 1' },
    { ends: around(-0.4, -0.1), words: 'at 0, falls by more at 1, is undecided at 0' },
  ])('of quality is judged by the end of its interval: $words', ({ ends, words }) => {
    expect(claims(far, far, ends)).toContain(words);
  });
});

it('time saved lies between its ends, which are those of the change turned round', () => {
  const times = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: SESSIONS, maxLength: SESSIONS });
  fc.assert(
    fc.property(times, (own) => {
      const { saved } = cellFigures(
        cell((at) => own[at] as number),
        HUMAN,
      );
      fc.pre(saved.low !== null && saved.high !== null);
      expect(saved.low).toBeLessThanOrEqual(saved.estimate as number);
      expect(saved.high).toBeGreaterThanOrEqual(saved.estimate as number);
    }),
    { numRuns: 30 },
  );
});

it('one remedy alone is corrected for nothing', () => {
  const remedy = (name: string, reached: number): Outcome => {
    const sums = cell((at) => 1000 + at);
    const goals = { ...sums, sums: (metric: string) => ({ ...sums.sums(metric), ...reaching(metric, reached) }) };
    return {
      name,
      arm: 'selective',
      point: PAPER,
      gate: null,
      figures: cellFigures(goals, goals),
      sums: goals,
      folds: [],
    };
  };
  const reaching = (metric: string, reached: number) =>
    metric === 'goal_reached' && {
      numerators: Float64Array.from({ length: SESSIONS }, (_, at) => Number(at < reached)),
    };
  const told = (...remedies: Outcome[]) => settleFindings([], [], remedies).join(' ');
  const [plain, first, second] = [remedy('plain', 0), remedy('first', 30), remedy('second', 20)];
  expect(told(plain, first)).toMatch(/Of the remedies first buys most quality, .* more: /);
  expect(told(plain, first)).not.toMatch(/corrected for/);
  expect(told(plain, first, second)).toMatch(/first buys most quality, .* more, corrected for 2 remedies \(Holm\): /);
});
