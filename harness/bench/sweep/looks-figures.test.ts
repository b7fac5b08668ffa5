import { expect, it } from 'vitest';
import type { AdaptiveRule } from './adaptive-rule.ts';
import { type LookedAt, looksFinding, looksNote, looksTable } from './looks-figures.ts';

const rule = {
  metric: { name: 'm', title: 'Leak rate', unit: 'share', summary: '', better: 'lower' },
  ...{ arm: 'selective', baseline: 'copilot', sizes: [500, 2000], criticals: [Number.POSITIVE_INFINITY, 2.345] },
} as unknown as AdaptiveRule;
const looked = (verdict: string, played: number, at: number) =>
  ({
    comparison: { id: `c${at}`, seed: String(at), beta: 0.1 * at },
    played,
    looked: { verdict, estimate: 0.1, low: 0.05, high: 0.2, of: 40, margin: 0.02, look: at },
  }) as unknown as LookedAt;
const all = [looked('worse', 500, 1), looked('undecided', 2000, 2), looked('worse', 500, 3)];

it('the finding counts verdicts, from better to undecided, and the sessions that they took', () => {
  expect(looksFinding(rule, all).replace(/\s/g, ' ')).toBe(
    [
      'Leak rate, selective less copilot: of 3 comparisons 2 worse, 1 undecided.',
      'That took 3,000 of at most 6,000 sessions a cell (50 %).',
    ].join(' '),
  );
  const every = ['undecided', 'equivalent', 'worse', 'better'].map((verdict, at) => looked(verdict, 500, at));
  expect(looksFinding(rule, every)).toContain('1 better, 1 worse, 1 equivalent, 1 undecided.');
});

it('the note says after how many sessions each look is, and what is promised of how many comparisons', () => {
  const note = looksNote(rule, 3).replace(/\s/g, ' ');
  expect(note).toContain('looked at after 500 (not tested), 2,000 (2.35) sessions a cell');
  expect(note).toContain('as soon as selective is better, worse or equivalent to copilot in leak rate.');
  expect(note).toContain('With a probability of 95 % or more no verdict of the 3 comparisons is false');
});

it('the table has a row for each comparison, shares as points and times as they are', () => {
  const table = looksTable(rule, all, ['beta']);
  expect(table.columns.map(({ id, unit, detail }) => [id, unit, detail])).toMatchObject([
    ['id', 'text', true],
    ['seed', 'text', undefined],
    ['beta', 'text', undefined],
    ['verdict', 'text', undefined],
    ['difference', 'points', undefined],
    ['margin', 'points', true],
    ['look', 'count', undefined],
    ['played', 'count', undefined],
  ]);
  expect(table.rows[1]?.cells).toMatchObject({
    ...{ id: 'c2', seed: '2', beta: '0.2', verdict: 'undecided', margin: 0.02, look: 2, played: 2000 },
    difference: { estimate: 0.1, low: 0.05, high: 0.2 },
  });
  expect(table.caption).toContain('not after 2,000 sessions a cell');
  const ofTimes = { ...rule, metric: { ...rule.metric, unit: 'ms' } } as AdaptiveRule;
  expect(looksTable(ofTimes, all, []).columns.find(({ id }) => id === 'difference')?.unit).toBe('ms');
});
