import { describe, expect, it } from 'vitest';
import { executed, RIGHT, trace, WRONG_VALUE } from '../../../reports/metrics/support/test-traces.ts';
import type { Trace } from '../../contract/trace.ts';
import { compareWithPlayed, PARITY_SESSIONS, paritySample, parityWords } from './parity.ts';

const episode = (session: string, steps: number, over: Partial<Trace> = {}) =>
  trace(
    Array.from({ length: steps }, () => executed(RIGHT)),
    { session, ...over },
  );
const crashed = (session: string) => episode(session, 0, { end: 'crashed' });
const played = [episode('a', 1), episode('b', 2), episode('c', 3)];

const compare = (again: readonly Trace[], before: readonly Trace[] = played) =>
  compareWithPlayed(
    async (onTrace) => again.forEach(onTrace),
    'browser',
    (_, at) => before[at],
  );

describe('traces that are compared with those that were played', () => {
  it('are counted, and are equal however often a desk was opened again', async () => {
    const again = played.map((one) => ({ ...one, retries: 1 }));
    expect(await compare(again)).toEqual({ sessions: 3, steps: 6, equal: true, difference: null });
  });

  it('leave out what crashed on either desk, and go on with those behind it', async () => {
    const two = { sessions: 2, steps: 5, equal: true, difference: null };
    expect(await compare([crashed('a'), ...played.slice(1)])).toEqual(two);
    expect(await compare(played, [crashed('a'), ...played.slice(1)])).toEqual(two);
  });

  it('name the first field in which they part, and what is missing', async () => {
    const [a, b, c] = played as [Trace, Trace, Trace];
    const wrong = { ...b, steps: b.steps.map((step, at) => (at === 1 ? { ...step, chosen: WRONG_VALUE } : step)) };
    const check = await compare([a, wrong, { ...c, cell: 'other' }]);
    expect(check).toMatchObject({ sessions: 3, steps: 6, equal: false });
    expect(check.difference).toBe('session "b", cell "c", steps[1].chosen.values.name: "Bob" (browser) and "Ada"');
    expect((await compare(played, [a, b])).difference).toBe('session "c", cell "c" is missing');
    const { equal, findings, notes } = parityWords({ sessions: 3, checks: [check, await compare(played)] });
    expect([equal, findings.length]).toEqual([false, 1]);
    expect(notes[0]).toContain('DIFFERENT traces on 6 sessions, 12 steps');
    expect(notes[1]).toContain('steps[1].chosen');
  });
});

it('only what a browser plays is compared, and only where sessions are to be', () => {
  expect(paritySample('browser')).toEqual({ sessions: PARITY_SESSIONS, checks: [] });
  expect(paritySample('browser', 1)).toEqual({ sessions: 1, checks: [] });
  expect(paritySample('browser', 0)).toBeUndefined();
  expect(paritySample('in-process', 4)).toBeUndefined();
});

it('equal traces are told without a finding, by one session and one step in their numbers', () => {
  const check = { sessions: 1, steps: 1, equal: true, difference: null };
  expect(parityWords({ sessions: 1, checks: [check] })).toEqual({
    equal: true,
    findings: [],
    notes: ['Parity: browser and in-process desk gave the same traces on 1 session, 1 step.'],
  });
  const unknown = parityWords({ sessions: 1, checks: [{ ...check, equal: false }] });
  expect(unknown.notes[1]).toBe('Browser and in-process desk part first at an unknown place.');
});
