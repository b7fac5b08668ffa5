import { describe, expect, it } from 'vitest';
import type { Trace } from '../../harness/contract/trace.ts';
import { executed, RIGHT, reviewed, step, trace, WRONG_KIND } from '../metrics/support/test-traces.ts';
import { NumberList } from './number-list.ts';
import { createProposalStore } from './proposal-store.ts';
import { createRepeatTally } from './repeat-tally.ts';

describe('a store of proposals', () => {
  const steps = trace([
    executed(RIGHT, { score: 0 }),
    executed(WRONG_KIND, { score: 0.25 }),
    reviewed(RIGHT, 'accept', { score: 0.5 }),
    reviewed(WRONG_KIND, 'correct', { score: null }),
    executed(RIGHT, { critical: false }),
    step({ score: 0.5 }),
    step({ suggestion: RIGHT, verdict: 'unaided' }),
    step({ suggestion: WRONG_KIND, verdict: 'unaided', score: 0.125 }),
  ]).steps;
  const [first, second] = [
    [
      { step: 0, score: 0, right: true, accepted: null },
      { step: 1, score: 0.25, right: false, accepted: null },
      { step: 2, score: 0.5, right: true, accepted: true },
    ],
    [
      { step: 3, score: null, right: false, accepted: false },
      { step: 7, score: 0.125, right: false, accepted: null },
    ],
  ];

  it('keeps critical suggestions that were scored or answered, as they were', () => {
    const store = createProposalStore();
    for (const one of steps) store.add(0, one);
    expect(store.read(['s'], Uint32Array.of(0))).toEqual(
      [...first, ...second].map((one) => ({ session: 's', ...one })),
    );
  });

  it('reads them in the order of the places that are asked for, each session’s by step', () => {
    const store = createProposalStore();
    for (const place of [2, 0, 1]) for (const one of steps.slice(0, 3).reverse()) store.add(place, one);
    const read = store.read(['x', 'y', 'z'], Uint32Array.of(1, 2, 0));
    expect(read).toEqual(['y', 'z', 'x'].flatMap((session) => first.map((one) => ({ session, ...one }))));
  });

  it('holds steps up to 4095 of far sessions apart, and refuses more', () => {
    const store = createProposalStore();
    const last = { ...steps[2]!, index: 4095 };
    store.add(70_000, last);
    store.add(70_001, steps[0]!);
    const ids = Array.from({ length: 70_002 }, (_, at) => `s${at}`);
    expect(store.read(ids, Uint32Array.from(ids.keys()))).toEqual([
      { session: 's70000', step: 4095, score: 0.5, right: true, accepted: true },
      { session: 's70001', step: 0, score: 0, right: true, accepted: null },
    ]);
    expect(() => store.add(0, { ...last, index: 4096 })).toThrow('more than 4096 steps');
  });
});

describe('a list of numbers', () => {
  it('grows beyond its first 64, in order', () => {
    const list = new NumberList();
    const all = Array.from({ length: 200 }, (_, at) => at / 3);
    for (const one of all) list.push(one);
    expect(list.length).toBe(200);
    expect([...list.values()]).toEqual(all);
    expect([...list.pick([199, 0, 64])]).toEqual([199 / 3, 0, 64 / 3]);
    list.moveTowards(0, 8, 0.25);
    expect(list.pick([0])[0]).toBe(2);
  });
});

describe('a tally of repeats', () => {
  const end = { how: 'resolved', goalReached: true, fields: {}, commitments: [], misled: [] } as const;
  const closed = (session: string, goalReached: boolean, over: Partial<Trace> = {}) =>
    trace([executed(WRONG_KIND)], { session, loop: 'closed', outcome: { ...end, goalReached }, ...over });
  const tallied = (...traces: Trace[]) => {
    const tally = createRepeatTally();
    for (const one of traces) tally.add(one);
    return tally.sessions();
  };

  it('counts how often a session reached its goal, by id', () => {
    const all = tallied(closed('b', true), closed('a', false), closed('b', true), closed('b', false));
    expect(all).toEqual([
      { session: 'a', caseKey: 'a', repeats: 1, passed: 0, differs: false },
      { session: 'b', caseKey: 'b', repeats: 3, passed: 2, differs: true },
    ]);
  });

  it('takes an open-loop episode for passed where every step is what was logged', () => {
    const [good, bad] = [trace([executed(RIGHT), executed(RIGHT)]), trace([executed(RIGHT), executed(WRONG_KIND)])];
    expect(tallied(good, bad, good)).toMatchObject([{ repeats: 3, passed: 2, differs: true }]);
  });

  it('takes retries for no difference, a confidence for one', () => {
    const one = closed('a', true, { caseKey: 'c' });
    expect(tallied(one, { ...one, retries: 2 })).toMatchObject([{ caseKey: 'c', differs: false }]);
    const surer = { ...one, steps: one.steps.map((of) => ({ ...of, confidence: 0.81 })) };
    expect(tallied(one, surer)).toMatchObject([{ differs: true, passed: 2 }]);
  });

  it('leaves out a session of which a repeat crashed, whichever', () => {
    const lost = { ...closed('a', true), end: 'crashed' as const };
    const other = closed('b', true);
    expect(tallied(lost, closed('a', true), other).map(({ session }) => session)).toEqual(['b']);
    expect(tallied(closed('a', true), lost, other).map(({ session }) => session)).toEqual(['b']);
  });
});
