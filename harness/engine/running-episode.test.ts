import { describe, expect, it } from 'vitest';
import type { Action } from '../contract/action.ts';
import { sameAction } from '../contract/action.ts';
import { IllegalActionError } from '../contract/environment.ts';
import type { OperatorRequest } from '../contract/operator.ts';
import { carryOut, closeQuietly, locatedError, type RunningEpisode } from './running-episode.ts';

const close: Action = { kind: 'close', resolution: 'done' };
const transfer: Action = { kind: 'transfer', queue: 'q' };
const screen = { caseId: 'the screen' };
const suggestion = { ranked: [{ action: close, confidence: 0.7 }] };

/** A slot on a desk that writes down what it is asked, at once or later, with an operator who answers so. */
function slotOf({
  later = false,
  state = {},
  verdict = 'accept',
}: {
  later?: boolean;
  state?: object;
  verdict?: string;
} = {}) {
  const heard: unknown[] = [];
  const requests: OperatorRequest[] = [];
  const answer = (what: string) =>
    later ? Promise.resolve(heard.push(what)).then(() => undefined) : void heard.push(what);
  const look = () => {
    heard.push('observe');
    return later ? Promise.resolve(screen) : screen;
  };
  const slot = {
    environment: {
      reset: () => answer('reset'),
      deliver: () => answer('deliver'),
      perform: ({ kind }: Action, actor: string) => answer(`perform ${kind} by ${actor}`),
      observe: look,
    },
    roles: {
      operator: {
        respond: (request: OperatorRequest) => {
          requests.push(request);
          return { verdict, action: close, slipped: false, activeMs: 1 };
        },
      },
    },
    streams: () => ({ next: () => 0 }),
    state: { screen, suggestion, index: 4, scenario: { session: { id: 's' }, cell: { loop: 'open' } }, ...state },
    ...{ reviews: [], examples: [], later: false },
  } as unknown as RunningEpisode;
  return { slot, heard, requests };
}
const question = (more: object = {}) =>
  ({
    kind: 'ask',
    question: { suggestion: close, confidence: 0.7, truth: {}, critical: true, step: 4, screen, ...more },
  }) as never;
const BOTH = { collectReviews: true, collectExamples: true };

describe('asking the operator', () => {
  it('keeps a review of each critical suggestion, where reviews are wanted', () => {
    const kept = (keeps: object, more: object = {}, state: object = {}, verdict = 'accept') => {
      const { slot } = slotOf({ state, verdict });
      expect(carryOut(slot, question(more), keeps)).toMatchObject({ kind: 'answered', feedback: { verdict } });
      return slot.reviews;
    };
    const review = { screen, suggestion, accepted: true, session: 's', step: 4, action: close };
    expect(kept(BOTH)).toEqual([review]);
    expect(kept(BOTH, {}, {}, 'correct')).toEqual([{ ...review, accepted: false }]);
    const copied = { scenario: { session: { id: 's', caseKey: 'k' } } };
    expect(kept(BOTH, {}, copied)).toEqual([{ ...review, caseKey: 'k' }]);
    for (const nothing of [
      kept({}),
      kept(BOTH, { critical: false }),
      kept(BOTH, { suggestion: null }),
      kept(BOTH, {}, { screen: null }),
      kept(BOTH, {}, { suggestion: null }),
    ])
      expect(nothing).toEqual([]);
  });

  it('says what there is to say, and nothing of what is not known', () => {
    const { slot, requests } = slotOf();
    carryOut(slot, question(), {});
    const work = { operator: 'o', casesWorked: 1 };
    carryOut(slot, question({ same: sameAction, work, acceptsInRow: 3, aware: true, unattendedSteps: 2 }), {});
    expect(requests[0]).toMatchObject({ acceptsInRow: 0, aware: false, unattendedSteps: 0, step: 4, critical: true });
    expect(Object.keys(requests[0]!)).not.toContain('same');
    expect(Object.keys(requests[0]!)).not.toContain('work');
    expect(requests[1]).toMatchObject({ same: sameAction, work, acceptsInRow: 3, aware: true, unattendedSteps: 2 });
  });

  it('looks at the desk when the operator does, or before where it answers later', async () => {
    const now = slotOf();
    carryOut(now.slot, question({ screen: null }), {});
    expect(now.heard).toEqual([]);
    expect(now.requests[0]!.screen()).toBe(screen);
    const then = slotOf({ later: true });
    await carryOut(then.slot, { kind: 'open', opening: {} } as never, {});
    expect(then.slot.later).toBe(true);
    await carryOut(then.slot, question({ screen: null }), {});
    expect(then.heard).toEqual(['reset', 'observe']);
    expect(then.requests[0]!.screen()).toBe(screen);
  });
});

describe('what a step teaches', () => {
  const perform = { kind: 'perform', action: close, actor: 'automation' } as never;
  const taught = (past: object, more: object = {}, keeps: object = BOTH) => {
    const { slot, heard } = slotOf({ state: { past: { step: past }, course: { same: sameAction }, ...more } });
    expect(carryOut(slot, perform, keeps)).toEqual({ kind: 'done' });
    return { heard, examples: slot.examples };
  };

  it('is what was decided, with what was refused for it', () => {
    const corrected = taught({ chosen: close, suggestion: transfer, verdict: 'correct' });
    expect(corrected.examples).toEqual([{ screen, action: close, session: 's', rejected: transfer }]);
    expect(corrected.heard).toEqual(['perform close by automation']);
    for (const past of [
      { chosen: close, suggestion: close, verdict: 'correct' },
      { chosen: close, suggestion: transfer, verdict: 'accept' },
      { chosen: close, suggestion: null, verdict: 'correct' },
    ])
      expect(taught(past).examples).toEqual([{ screen, action: close, session: 's' }]);
  });

  it('is on the screen before it, which is looked at where nobody has; and nothing is kept unasked', () => {
    const past = { chosen: close, suggestion: null, verdict: 'unaided' };
    expect(taught(past, { screen: null }).heard).toEqual(['observe', 'perform close by automation']);
    expect(taught(past, { screen: null }, {})).toEqual({ heard: ['perform close by automation'], examples: [] });
  });

  it('waits for a desk that answers later', async () => {
    const { slot, heard } = slotOf({
      later: true,
      state: { screen: null, past: { step: { chosen: close, suggestion: null, verdict: 'unaided' } } },
    });
    expect(await carryOut(slot, perform, BOTH)).toEqual({ kind: 'done' });
    expect(heard).toEqual(['observe', 'perform close by automation']);
    expect(slot.examples).toHaveLength(1);
  });
});

it('observes at once or later, and leaves other commands to others', async () => {
  const observe = { kind: 'observe' } as never;
  expect(carryOut(slotOf().slot, observe, {})).toEqual({ kind: 'observed', screen });
  expect(await carryOut(slotOf({ later: true }).slot, observe, {})).toEqual({ kind: 'observed', screen });
  expect(() => carryOut(slotOf().slot, { kind: 'suggest' } as never, {})).toThrow('"suggest" is not for the desk');
});

it('a desk that fails to close fails quietly', async () => {
  let closed = 0;
  await closeQuietly({ close: async () => void closed++ } as never);
  await closeQuietly({
    close: () => {
      throw new Error('gone');
    },
  } as never);
  expect(closed).toBe(1);
});

it('an error says where it arose, once, and what a refused action means', () => {
  const { state } = slotOf({
    state: { scenario: { session: { id: 's' }, cell: { id: 'c', loop: 'open' }, seed: '1' }, index: 2 },
  }).slot;
  const plain = locatedError(new Error('broke'), state);
  expect(plain.message).toMatch(/s.*: broke$/);
  expect(locatedError(plain, state)).toBe(plain);
  const refused = new IllegalActionError('no such control');
  expect(locatedError(refused, state).message).toContain('The log does not fit its procedures');
  const closed = {
    ...state,
    scenario: { ...state.scenario, cell: { ...state.scenario.cell, loop: 'closed' as const } },
  };
  expect(locatedError(refused, closed).message).toContain('what the world calls right');
});
