import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, actionTarget } from '../../../harness/contract/action.ts';
import type { Suggestion } from '../../../harness/contract/policy.ts';
import { combine } from '../ensemble.ts';

const say = (reply: string): Action => ({ kind: 'send_text', reply, text: reply });
const form = (city: string): Action => ({ kind: 'submit_form', form: 'f', button: 'b', values: { city } });
const member = (...ranked: [Action, number][]): Suggestion => ({
  ranked: ranked.map(([action, confidence]) => ({ action, confidence })),
});

describe('combine', () => {
  it('averages confidences and counts who proposes something else', () => {
    const one = combine([
      member([say('a'), 0.6], [say('b'), 0.3]),
      member([say('b'), 0.9]),
      { ...member([say('b'), 0.5], [say('a'), 0.4]), energy: -2 },
    ]);
    expect(one.ranked.map(({ action }) => actionTarget(action))).toEqual(['send_text b', 'send_text a']);
    expect(one.ranked[0]!.confidence).toBeCloseTo(1.7 / 3);
    expect(one.disagreement).toBeCloseTo(1 / 3);
    expect(one.energy).toBe(-2);
  });

  it('fills a form in as most members do, and counts other values as disagreement', () => {
    const one = combine([member([form('Rome'), 0.8]), member([form('Oslo'), 0.8]), member([form('Oslo'), 0.8])]);
    expect(one.ranked).toHaveLength(1);
    expect(one.ranked[0]!.action).toMatchObject({ values: { city: 'Oslo' } });
    expect(one.disagreement).toBeCloseTo(1 / 3);
  });

  it('agrees with itself: members that all say the same are one of them', () => {
    const entries = fc.uniqueArray(
      fc.record({ id: fc.constantFrom(...'abcdefgh'), p: fc.double({ min: 0, max: 1, noNaN: true }) }),
      {
        selector: ({ id }) => id,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 5 }), (list, count) => {
        const sorted = list.map(({ id, p }): [Action, number] => [say(id), p]).sort(([, a], [, b]) => b - a);
        const one = combine(Array.from({ length: count }, () => member(...sorted)));
        expect(one.disagreement).toBe(0);
        expect(one.ranked.map(({ action }) => action)).toEqual(sorted.map(([action]) => action));
        for (const [at, { confidence }] of one.ranked.entries()) expect(confidence).toBeCloseTo(sorted[at]![1]);
      }),
    );
  });
});
