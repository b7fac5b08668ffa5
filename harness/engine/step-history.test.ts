import { describe, expect, it } from 'vitest';
import type { Action } from '../contract/action.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Screen, ShownResult } from '../contract/screen.ts';
import type { TraceStep } from '../contract/trace.ts';
import type { EpisodeWorld } from './episode-world.ts';
import { forceAction } from './force-action.ts';
import { criticExampleOf } from './review.ts';
import { alternativesIn, sendable } from './sendable.ts';
import { actionFingerprint, type StepHistory, stepsOf, wasAlreadyDone } from './step-history.ts';

const CLOSE: Action = { kind: 'close', resolution: 'solved' };
const MOVE: Action = { kind: 'transfer', queue: 'billing' };
const text = (said: string): Action => ({ kind: 'send_text', reply: null, text: said });

describe('a forced action', () => {
  const course = { reference: CLOSE, same: (a: Action, b: Action) => a.kind === b.kind } as unknown as EpisodeWorld;
  const force = (index: number, forced: Scenario['forced'], decided: Action) =>
    forceAction({ scenario: { ...(forced && { forced }) } as Scenario, index, course }, decided);

  it('takes the place of what was decided at its step only, and counts as injected where it is another', () => {
    expect(force(2, { step: 2, action: MOVE }, CLOSE)).toEqual({ chosen: MOVE, injected: true });
    expect(force(2, { step: 2, action: 'right' }, MOVE)).toEqual({ chosen: CLOSE, injected: true });
    expect(force(2, { step: 2, action: 'right' }, { ...CLOSE, resolution: 'x' })).toMatchObject({ injected: false });
    for (const index of [1, 3]) expect(force(index, { step: 2, action: MOVE }, CLOSE).chosen).toBe(CLOSE);
    expect(force(0, undefined, CLOSE)).toEqual({ chosen: CLOSE, injected: false });
  });
});

describe('a suggestion that can be sent', () => {
  const ranked = [text('your [name]'), CLOSE, text('a {slot}'), MOVE].map((action, at) => ({
    action,
    confidence: 0.9 - at / 10,
  }));

  it('holds no message with a hole, whatever its rank', () => {
    expect(sendable({ ranked }).ranked.map(({ action }) => action)).toEqual([CLOSE, MOVE]);
    const whole = { ranked: ranked.slice(1, 2) };
    expect(sendable(whole)).toBe(whole);
  });

  it('tells what stands behind the first, confidences to three decimals', () => {
    const [one] = ranked;
    expect(
      alternativesIn({ ranked: [one!, { action: MOVE, confidence: 0.12345 }, { action: CLOSE, confidence: 0.0996 }] }),
    ).toEqual([
      { action: MOVE, confidence: 0.123 },
      { action: CLOSE, confidence: 0.1 },
    ]);
    expect(alternativesIn({ ranked: [one!] })).toEqual([]);
  });
});

it('a critic sees of a review its case, where sessions share one', () => {
  const review = { screen: {} as Screen, suggestion: { ranked: [] }, accepted: true, session: 's' };
  expect(criticExampleOf(review)).toEqual(review);
  expect(criticExampleOf({ ...review, caseKey: 'c', accepted: false })).toEqual({
    ...review,
    session: 'c',
    accepted: false,
  });
});

describe('the steps so far', () => {
  const history = (...marks: (string | null)[]) =>
    marks.reduce<StepHistory | null>((before, mark, index) => ({ step: { index } as TraceStep, mark, before }), null);

  it('are told in the order in which they were done', () => {
    expect(stepsOf(history('a', null, 'b')).map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(stepsOf(null)).toEqual([]);
  });

  it('know whether automation did the same in the same case, at any time', () => {
    const past = history('a', null, 'b');
    expect(['a', 'b', 'c'].map((mark) => wasAlreadyDone(past, mark))).toEqual([true, true, false]);
    expect(wasAlreadyDone(null, 'a')).toBe(false);
  });

  const result = (over: Partial<ShownResult> = {}): ShownResult => ({
    ...{ form: 'f', items: [{ a: '1' }], total: 1, status: 'ok', control: 'result:0', selected: false },
    ...over,
  });
  const screen: Screen = {
    ...{ caseId: 'c', subject: 's', status: 'open', controls: [], messageCount: 2, timeline: [] },
    procedure: { id: 'p', title: 'P', screen: 'one', screenTitle: 'One' },
    messages: [
      { author: 'customer', text: 'hello' },
      { author: 'desk', text: 'hi' },
    ],
    fields: { x: '1' },
    results: [result()],
  };
  const mark = (over: Partial<Screen> = {}, action: Action = CLOSE) =>
    actionFingerprint({ ...screen, ...over }, action);

  it('are in another case where anything differs that bears on the action', () => {
    const others = [
      mark({}, MOVE),
      mark({ procedure: null }),
      mark({ procedure: { ...screen.procedure!, id: 'q' } }),
      mark({ procedure: { ...screen.procedure!, screen: 'two' } }),
      mark({ fields: { x: '2' } }),
      mark({ results: [] }),
      ...(['form', 'status', 'control'] as const)
        .filter((key) => key !== 'control')
        .map((key) => mark({ results: [result({ [key]: 'other' })] })),
      mark({ results: [result({ items: [] })] }),
      mark({ results: [result({ items: [{ a: '2' }] })] }),
      mark({ results: [result({ selected: true })] }),
      mark({ results: [result({ selected: true, control: 'result:1' })] }),
      mark({ messages: [{ author: 'customer', text: 'other' }] }),
      mark({ messages: [] }),
    ];
    expect(new Set([mark(), ...others]).size).toBe(others.length + 1);
  });

  it('are in the same case whatever the desk said, was done before, or an earlier result held', () => {
    for (const same of [
      { messages: [...screen.messages, { author: 'desk', text: 'more' }] },
      { messages: [{ author: 'customer', text: 'earlier' }, ...screen.messages] },
      { results: [result({ form: 'earlier' }), result()] },
      { messageCount: 9, subject: 'x', caseId: 'y' },
    ] as Partial<Screen>[])
      expect(mark(same)).toBe(mark());
  });
});
