import { describe, expect, it } from 'vitest';
import type { NightVerdict } from '../../nightly/night.ts';
import { checkWith, nightOf } from '../testing/nights.ts';
import { judgedOf } from './judged.ts';

const brief = (night: Parameters<typeof judgedOf>[0]) => judgedOf(night).map(({ name, verdict }) => [name, verdict]);
const PASSED = checkWith({ title: 'A', cell: '' });

describe('what a CI service is told', () => {
  it('is every check that is judged, in its order, by what it counts for', () => {
    const night = nightOf([
      checkWith({ title: 'A', cell: '', verdict: 'FAIL' }),
      checkWith({ title: 'B', cell: '', verdict: 'FAIL', tier: 'watch' }),
      checkWith({ title: 'C', cell: '', verdict: 'UNDECIDED', tier: 'should' }),
      checkWith({ title: 'D', cell: '', verdict: 'FAIL', tier: 'should' }),
    ]);
    expect(brief(night)).toEqual([
      ['A', 'FAIL'],
      ['C', 'PASS'],
      ['D', 'WARN'],
    ]);
    expect(judgedOf(night).map(({ check }) => check)).toEqual([0, 2, 3].map((at) => night.checks[at]));
  });

  it.each<[NightVerdict, NightVerdict | null]>([
    ['FAIL', 'FAIL'],
    ['UNDECIDED', 'UNDECIDED'],
    ['WARN', null],
    ['PASS', null],
  ])('is the night itself, too, where it is %s and no check shows that', (verdict, shown) => {
    const own = shown === null ? [] : [['The night as a whole', shown]];
    expect(brief(nightOf([PASSED], { verdict }))).toEqual([...own, ['A', 'PASS']]);
    for (const bad of ['FAIL', 'UNDECIDED'] as const)
      expect(brief(nightOf([checkWith({ title: 'A', cell: '', verdict: bad })], { verdict }))).toEqual([['A', bad]]);
  });

  it.each(['FAIL', 'UNDECIDED', 'WARN', 'PASS'] as const)(
    'is the night alone where nothing is judged: %s',
    (verdict) => {
      const watched = [checkWith({ tier: 'watch' })];
      const [only, ...more] = judgedOf(nightOf(watched, { verdict, headline: '' }));
      expect(more).toEqual([]);
      expect(only).toMatchObject({ metric: 'night', sentence: 'Nothing was judged.', check: null });
      expect(only?.verdict).toBe(verdict === 'FAIL' ? 'FAIL' : 'UNDECIDED');
      expect(judgedOf(nightOf(watched, { headline: 'So.' }))[0]?.sentence).toBe('So.');
    },
  );

  it('has no name twice, whatever checks are called', () => {
    const named = (...titles: string[]) => nightOf(titles.map((title) => checkWith({ title, cell: '' })));
    const names = (night: Parameters<typeof judgedOf>[0]) => judgedOf(night).map(({ name }) => name);
    expect(names(named('A', 'A (2)', 'A', 'A'))).toEqual(['A', 'A (2)', 'A (3)', 'A (4)']);
    const whole = { ...named('The night as a whole'), verdict: 'FAIL' as const };
    expect(names(whole)).toEqual(['The night as a whole (2)', 'The night as a whole']);
  });

  it('knows a check by metric and cell alone, and the second of both by its place', () => {
    const ids = (...changes: Parameters<typeof checkWith>[0][]) =>
      judgedOf(nightOf(changes.map(checkWith))).map(({ id }) => id);
    const [one, two, three] = ids({}, {}, {});
    expect(new Set([one, two, three]).size).toBe(3);
    expect(ids({ title: 'other', verdict: 'FAIL', base: 0 })).toEqual([one]);
    expect(ids({ cell: 'else' }, {}, { metric: 'else' }, {})).toEqual([
      expect.any(String),
      one,
      expect.any(String),
      two,
    ]);
  });

  it('names a metric in few characters, and never by nothing', () => {
    const metrics = (...names: string[]) =>
      judgedOf(nightOf(names.map((metric) => checkWith({ metric })))).map(({ metric }) => metric);
    expect(metrics('goal-reached_1', 'a b/c', '')).toEqual(['goal-reached_1', 'a_b_c', '_']);
  });
});
