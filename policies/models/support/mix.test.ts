import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, actionTarget } from '../../../harness/contract/action.ts';
import type { Suggestion } from '../../../harness/contract/policy.ts';
import { screen } from '../../testing/small-desk.ts';
import { bestWeight, mixSuggestions } from '../hybrid.ts';

const say = (reply: string): Action => ({ kind: 'send_text', reply, text: reply });
const suggestion = (shares: Readonly<Record<string, number>>): Suggestion => ({
  ranked: Object.entries(shares)
    .sort(([, a], [, b]) => b - a)
    .map(([reply, confidence]) => ({ action: say(reply), confidence })),
});
const order = ({ ranked }: Suggestion) => ranked.map(({ action }) => actionTarget(action));

describe('mixSuggestions', () => {
  const one = suggestion({ a: 0.7, b: 0.2, c: 0.1 });
  const other = suggestion({ b: 0.6, a: 0.3, d: 0.1 });

  it('is the geometric mean, normalised; at the ends each member’s own order', () => {
    const mixed = mixSuggestions(one, other, 0.5);
    const [a, b] = [Math.sqrt(0.7 * 0.3), Math.sqrt(0.2 * 0.6)];
    expect(mixed.ranked[0]!.confidence / mixed.ranked[1]!.confidence).toBeCloseTo(a / b);
    expect(order(mixSuggestions(one, other, 1)).slice(0, 3)).toEqual(order(one));
    expect(order(mixSuggestions(one, other, 0)).slice(0, 3)).toEqual(order(other));
    expect(mixSuggestions({ ranked: [] }, { ranked: [] }, 0.5)).toEqual({ ranked: [] });
  });

  it('gives confidences in [0, 1], best first', () => {
    const shares = fc.dictionary(fc.constantFrom(...'abcdefgh'), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(shares, shares, fc.double({ min: 0, max: 1, noNaN: true }), (p, q, weight) => {
        const confidences = mixSuggestions(suggestion(p), suggestion(q), weight).ranked.map((one) => one.confidence);
        expect(confidences).toEqual([...confidences].sort((x, y) => y - x));
        for (const one of confidences) expect(one >= 0 && one <= 1).toBe(true);
      }),
    );
  });
});

describe('bestWeight', () => {
  it('trusts the member that is right', () => {
    const right = suggestion({ a: 0.9, b: 0.1 });
    const wrong = suggestion({ b: 0.9, a: 0.1 });
    const examples = Array.from({ length: 9 }, () => ({ screen: screen(), action: say('a'), session: 's' }));
    const of = (one: Suggestion) => examples.map(() => one);
    expect(bestWeight(examples, of(right), of(wrong))).toBe(1);
    expect(bestWeight(examples, of(wrong), of(right))).toBe(0);
    expect(bestWeight(examples, of(right), of(right))).toBe(0.5);
  });
});
