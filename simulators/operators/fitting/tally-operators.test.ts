import { describe, expect, it } from 'vitest';
import type { Action } from '../../../harness/contract/action.ts';
import type { Session, Step } from '../../../harness/contract/session.ts';
import { STAR_TIMES } from '../answering/operator-times.ts';
import { pairs } from '../testing/test-screen.ts';
import { fitOperators } from './fit-operators.ts';
import { tallyOperators } from './tally-operators.ts';

const SELECT = pairs.select_procedure.right;
const REPLY = pairs.send_text.right;

const step = (action: Action, atMs: number, more: Partial<Step> = {}): Step => ({
  ...{ arrivals: [], action, critical: true, atMs, activeMs: null, drafts: [], suggestion: null, result: null },
  ...more,
});
const session = (operator: string | null, steps: readonly Step[], complete = true) =>
  ({ operator, steps, complete }) as unknown as Session;
const answered = (accepted: boolean) => step(REPLY, 0, { activeMs: 0, suggestion: { shown: [SELECT], accepted } });

describe('what a log says of an operator', () => {
  it('times each act from the event before it: the act before, a message, or a draft', () => {
    const [log] = tallyOperators([
      session('ann', [
        step(SELECT, 5000),
        step(pairs.submit_form.right, 9000, { arrivals: [{ text: 'a', atMs: 8000 }] }),
        step(REPLY, 30_000, { drafts: [{ text: 'd', atMs: 15_000 }, { text: 'e', atMs: 18_000 }] }), // biome-ignore format: one step
        step(pairs.click_control.right, 40_000, { arrivals: [{ text: 'late', atMs: 41_000 }] }),
        step(pairs.transfer.right, 41_000, { activeMs: 700 }),
        step({ kind: 'send_text', reply: null, text: 'x' }, 43_000, {
          activeMs: 900,
          drafts: [{ text: 'd', atMs: 42_500 }],
        }),
      ]),
    ]);
    expect(log?.times).toMatchObject({
      procedure: [5000],
      form: [1000],
      draft: [6000, 3000, 1500],
      pick: [12_000],
      click: [10_000],
      finish: [700],
    });
    expect(log?.times.freeText).toEqual([]);
    expect(log?.activeMs).toEqual([]);
  });

  it('counts sessions and answers by the kind of the first suggestion, and times of complete sessions alone', () => {
    const timed = [step(SELECT, 0, { activeMs: 200 }), answered(true), answered(false), answered(true)];
    const logs = tallyOperators([
      session('ann', timed),
      session(null, [answered(false)]),
      session('ann', timed, false),
      session('ann', []),
    ]);
    expect(
      logs.map(({ operator, sessions, replies, picked, activeMs }) => ({
        operator,
        sessions,
        replies,
        picked,
        activeMs,
      })),
    ).toEqual([
      { operator: 'ann', sessions: 3, replies: 6, picked: 4, activeMs: [200] },
      { operator: '(unknown)', sessions: 1, replies: 1, picked: 0, activeMs: [0] },
    ]);
    expect([...logs[0]!.answers]).toEqual([['select_procedure', { replies: 6, picked: 4 }]]);
  });
});

describe('a fit', () => {
  const of = (operator: string, replies: number, picked: number) =>
    session(
      operator,
      Array.from({ length: replies }, (_, at) => answered(at < picked)),
    );

  it('spreads acceptance over operators with more replies than the least, most replies first', () => {
    const fit = fitOperators([of('b', 4, 1), of('a', 4, 2), of('c', 5, 4), of('d', 6, 6), of('e', 0, 0)], {
      minReplies: 4,
    });
    expect(fit.operators.map(({ operator, acceptance }) => [operator, acceptance])).toEqual([
      ['d', 1],
      ['c', 0.8],
      ['a', 0.5],
      ['b', 0.25],
      ['e', null],
    ]);
    expect(fit.acceptance).toMatchObject({ operators: 2, min: 0.8, max: 1 });
    expect(fit.answers).toEqual({ select_procedure: { replies: 19, picked: 13 } });
    expect(fitOperators([of('a', 100, 100)]).acceptance).toBeNull();
    expect(fitOperators([of('a', 101, 101)]).acceptance).toMatchObject({ operators: 1, median: 1 });
  });

  it('has the median of times and the sigma that gives their mean, from twenty times on', () => {
    const timed = (count: number) => [
      session(
        'a',
        Array.from({ length: count }, (_, at) => step(SELECT, 0, { activeMs: at % 4 === 0 ? 8000 : 2000 })),
      ),
    ];
    const { acts, times } = fitOperators(timed(20));
    expect(acts.procedure).toMatchObject({ count: 20, medianMs: 2000, assumed: false, floored: 0, capped: 0 });
    expect(acts.procedure.sigma).toBeCloseTo(Math.sqrt(2 * Math.log(3500 / 2000)), 12);
    expect(times.procedure).toEqual({ medianMs: 2000, sigma: acts.procedure.sigma });
    expect(times.review).toEqual(times.pick);
    expect(fitOperators(timed(19)).acts.procedure).toEqual({
      ...STAR_TIMES.procedure,
      count: 19,
      floored: 0,
      capped: 0,
      assumed: true,
    });
  });

  it('tells the mean and the median of complete sessions', () => {
    const lasting = (ms: number) => session('a', [step(SELECT, 0, { activeMs: ms })]);
    const fit = fitOperators([lasting(100), lasting(200), lasting(600)]);
    expect(fit.sessionActiveMs).toEqual({ sessions: 3, mean: 300, median: 200 });
    expect(fit.operators[0]?.medianSessionActiveMs).toBe(200);
    expect(fitOperators([]).sessionActiveMs).toBeNull();
  });
});
