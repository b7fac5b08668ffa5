import { describe, expect, it } from 'vitest';
import type { TwinPair } from '../../harness/contract/twin.ts';
import { WRONG_KIND } from '../metrics/support/test-traces.ts';
import { differenceOfR } from './difference-of-r.ts';
import { bySession, causeOf, groupsBy, kindOf, placeOf } from './error-groups.ts';
import { executedRight } from './executed-right.ts';
import { isFirst, measureErrors } from './measure-errors.ts';
import { closedTrace, pairOf } from './test-pairs.ts';
import { usablePairs, valuesOf } from './usable-pairs.ts';

/** A pair of a session; the first error is at the step at which the run diverged. */
function pair(session: string, run: string, twin: string, over: Partial<TwinPair> & { missed?: boolean } = {}) {
  const { missed = false, ...more } = over;
  const made = pairOf(
    closedTrace(run, missed ? { goalReached: false } : {}, { session }),
    closedTrace(twin, {}, { session }),
    more,
  );
  const first = made.run.steps.findIndex(({ closed }) => !closed?.right);
  return { ...made, run: { ...made.run, divergedAt: first } };
}
const crashed = (of: TwinPair, which: 'run' | 'twin'): TwinPair => {
  const { outcome: _, ...rest } = of[which];
  return { ...of, [which]: { ...rest, steps: [], end: 'crashed' } };
};

describe('groups of errors', () => {
  it('part errors by a name, in the order of names, each with its share by weight and its own figures', () => {
    const pairs = [
      pair('s1', 'a b! c!', 'a b c', { weight: 3 }),
      pair('s2', 'a b!', 'a b'),
      pair('s3', 'a b! c', 'a b c', { weight: 4 }),
    ];
    const groups = groupsBy('selective', pairs, placeOf);
    expect(groups.map(({ of, name, twins }) => [of, name, twins])).toEqual([
      ['selective', 'first, ends the case', 1],
      ['selective', 'first, the case goes on', 2],
    ]);
    expect(groups.map(({ share }) => [share.estimate, share.of])).toEqual([
      [1 / 8, 3],
      [7 / 8, 3],
    ]);
    expect(groups[0]?.r.estimate).toBe(0);
    expect(groups[1]?.r.estimate).toBeCloseTo(3 / 7);
  });

  it('name the place of an error: first or later, last step or not', () => {
    const two = pair('s', 'a! b! c', 'a b c');
    expect([0, 1, 2].map((error) => placeOf({ ...two, error }))).toEqual([
      'first, the case goes on',
      'later, the case goes on',
      'later, ends the case',
    ]);
    expect([0, 1].map((error) => isFirst({ ...two, error }))).toEqual([true, false]);
  });

  it('name its cause, and its kind beside the right one', () => {
    const one = pair('s', 'a b!', 'a b');
    expect(causeOf(one)).toBe('policy passed by gate');
    expect(causeOf({ ...one, error: 0 })).toBeNull();
    expect(causeOf({ ...one, error: 9 })).toBeNull();
    expect(kindOf(one)).toBe('submit_form, another one');
    const steps = one.run.steps.map((step) => ({ ...step, chosen: WRONG_KIND }));
    expect(kindOf({ ...one, run: { ...one.run, steps } })).toBe('close for submit_form');
    expect(() => kindOf({ ...one, error: 2 })).toThrow('Session "s" has no step 2.');
  });

  it('take the episodes of one session in all cells as one', () => {
    const all = [closedTrace('a b'), closedTrace('c', {}, { session: 's2' }), closedTrace('d e!')];
    expect(bySession(all).map(({ session, steps }) => [session, steps.map(({ closed }) => closed?.condition)])).toEqual(
      [
        ['s1', ['a', 'b', 'd', 'e']],
        ['s2', ['c']],
      ],
    );
  });
});

describe('pairs that say something', () => {
  const good = pair('s1', 'a b! c', 'a b c', { weight: 2 });
  it('are those of which the desk failed in neither episode', () => {
    expect(usablePairs([crashed(good, 'run'), good, crashed(good, 'twin')])).toEqual([good]);
  });

  it('give one value each, of their case and with their weight; null leaves one out', () => {
    const shared = { ...good, run: { ...good.run, caseKey: 'case' } };
    expect(valuesOf([good, shared, crashed(good, 'twin')], ({ weight }) => weight * 5)).toEqual([
      { session: 's1', value: 10, weight: 2 },
      { session: 'case', value: 10, weight: 2 },
    ]);
    expect(valuesOf([good], () => null)).toEqual([]);
    expect(valuesOf([good], () => 0)).toHaveLength(1);
  });
});

describe('figures of errors', () => {
  const harmless = pair('s1', 'a b! c', 'a b c');
  const harmful = pair('s2', 'a b! c! d?', 'a b c d', { missed: true });
  const later = pair('s2', 'a b! c! d?', 'a b c! d', { missed: true, error: 2 });

  it('tell first errors from later ones, harmless from harmful', () => {
    const figures = measureErrors([harmless, harmful, later, crashed(harmless, 'twin')].slice(0, 3));
    expect(figures).toMatchObject({ twins: 3, firsts: 2 });
    expect(figures.r.estimate).toBe(1);
    expect(figures.rFirst.estimate).toBe(1);
    expect(figures.seemingFirst.estimate).toBe(0.5);
    expect(figures.freshFirst.estimate).toBe(0.5);
    expect(figures.seeming.estimate).toBeCloseTo(2 / 3);
    expect(figures.fresh.estimate).toBeCloseTo(1 / 3);
    expect(figures.harmlessFirst.estimate).toBe(0.5);
    expect(figures.rHarmful).toMatchObject({ estimate: 2, of: 1 });
    expect(figures.goalLost.estimate).toBeCloseTo(2 / 3);
    expect(figures.never.estimate).toBe(0);
    expect(figures.depth.estimate).toBe(0);
  });

  it('part depth, fields, final acts and false statements', () => {
    const run = closedTrace('a b! x y', { fields: { f: '1' }, commitments: ['p', 'q'], misled: ['m', 'n', 'o'] });
    const healed = pair('s2', 'a b! x c', 'a b c');
    const figures = measureErrors([{ ...pairOf(run, closedTrace('a b c')), weight: 1 }, healed]);
    expect(figures.never.estimate).toBe(0.5);
    expect(figures.healed.estimate).toBe(1);
    expect(figures.depth.estimate).toBe(1.5);
    expect(figures.amplification.estimate).toBe(3);
    expect([figures.fields, figures.commitments, figures.misled].map(({ estimate }) => estimate)).toEqual([
      0.5, 1, 1.5,
    ]);
  });
});

describe('right actions among those that ran', () => {
  it('are counted up to the first error, after it, and after the same step where it was not made', () => {
    const one = pair('s1', 'a b! c d! e', 'a b c! d e f');
    const late = pair('s1', 'a b! c d! e', 'a b c', { error: 3 });
    const sound = closedTrace('a b c', {}, { session: 's2' });
    const { before, after, instead } = executedRight([one.run, sound], [one, late, crashed(one, 'twin')]);
    expect([before, after, instead].map(({ estimate, of }) => [estimate, of])).toEqual([
      [4 / 5, 2],
      [2 / 3, 1],
      [3 / 4, 1],
    ]);
  });

  it('are those that ran without an operator only; of none there is no share', () => {
    const one = pair('s1', 'a b!', 'a b');
    const steps = one.run.steps.map((step, at) => ({ ...step, decision: at === 0 ? 'defer' : 'execute' }) as const);
    const { before, after } = executedRight([{ ...one.run, steps }], [one]);
    expect(before.estimate).toBe(0);
    expect(after.estimate).toBeNull();
    expect(executedRight([], []).instead.estimate).toBeNull();
  });
});

describe('the difference of two reproduction numbers', () => {
  const more = [pair('s1', 'a! b! c!', 'a b c'), pair('s2', 'a! b', 'a b')];
  const fewer = [pair('s1', 'a! b', 'a b! c!'), pair('s2', 'a! b!', 'a b')];

  it('is the first less the second', () => {
    // (2 + 0) / 2 − (−2 + 1) / 2
    expect(differenceOfR(more, fewer).estimate).toBeCloseTo(1.5);
    expect(differenceOfR(fewer, more).estimate).toBeCloseTo(-1.5);
    expect(differenceOfR(more, more).estimate).toBe(0);
  });

  it('weighs errors, and leaves out those that the desk failed in', () => {
    const weighed = [{ ...more[0]!, weight: 3 }, more[1]!, crashed(more[0]!, 'run')];
    expect(differenceOfR(weighed, more).estimate).toBeCloseTo(6 / 4 - 1);
  });

  it('is over sessions that err in one or both, those of one case together', () => {
    const other = pair('s3', 'a! b!', 'a b');
    const many = differenceOfR([...more, other], fewer);
    expect(many.estimate).toBeCloseTo(1 + 0.5);
    expect(many.of).toBe(3);
    const sameCase = (pairs: readonly TwinPair[]) =>
      pairs.map((one) => ({ ...one, run: { ...one.run, caseKey: one.run.session === 's3' ? 'z' : 'x' } }));
    expect(differenceOfR(sameCase([...more, other]), sameCase(fewer)).of).toBe(2);
  });
});
