import { describe, expect, it } from 'vitest';
import type { Action } from '../contract/action.ts';
import type { Amiss, Feedback } from '../contract/operator.ts';
import type { ErrorCause } from '../contract/trace.ts';
import { errorCause } from './closed-loop.ts';

const CHOSEN: Action = { kind: 'close', resolution: 'unsolved' };

const accepts = { verdict: 'accept', slipped: false } as const;
const corrects = { verdict: 'correct', slipped: false } as const;
const slips = { verdict: 'correct', slipped: true } as const;
type Answer = typeof accepts | typeof corrects | typeof slips | null;

function cause(answer: Answer, deceivedBy: Amiss | null, injected = false): ErrorCause {
  const feedback: Feedback | null = answer && { ...answer, action: CHOSEN, activeMs: 0 };
  const actor = answer ? 'operator' : 'automation';
  return errorCause({ chosen: CHOSEN, actor, suggestion: CHOSEN, feedback, injected }, deceivedBy);
}

describe('who let an error happen', () => {
  it.each<[string, Answer, Amiss | null, ErrorCause]>([
    ['automation', null, null, 'policy passed by gate'],
    ['accepted', accepts, null, 'operator accepted'],
    ['by hand', corrects, null, 'operator slipped'],
    ['slipped', slips, null, 'operator slipped'],
    ['automation that does what seems right', null, 'customer', 'policy passed by gate'],
    ['accepts what seems right', accepts, 'customer', 'customer'],
    ['does by hand what seems right', corrects, 'environment', 'environment'],
    ['slips into what seems right', slips, 'customer', 'operator slipped'],
  ])('%s', (_, answer, deceivedBy, expected) => {
    expect(cause(answer, deceivedBy)).toBe(expected);
    expect(cause(answer, deceivedBy, true)).toBe('injected');
  });
});
