import { describe, expect, it } from 'vitest';
import type { Action } from '../contract/action.ts';
import type { Feedback, Truth } from '../contract/operator.ts';
import type { ErrorCause } from '../contract/trace.ts';
import { errorCause } from './error-cause.ts';

const RIGHT: Action = { kind: 'close', resolution: 'solved' };
const SEEMS_RIGHT: Action = { kind: 'close', resolution: 'unsolved' };
const OTHER: Action = { kind: 'transfer', queue: 'billing' };

const CLEAR: Truth = { acceptable: [RIGHT] };
const AMISS: Truth = { acceptable: [RIGHT], apparent: [SEEMS_RIGHT], repairs: [RIGHT], amiss: 'customer' };

const accepts = { verdict: 'accept', slipped: false } as const;
const corrects = { verdict: 'correct', slipped: false } as const;
const slips = { verdict: 'correct', slipped: true } as const;
type Answer = typeof accepts | typeof corrects | typeof slips | null;

function cause(answer: Answer, chosen: Action, truth: Truth, injected = false): ErrorCause {
  const feedback: Feedback | null = answer && { ...answer, action: chosen, activeMs: 0 };
  const actor = answer ? 'operator' : 'automation';
  return errorCause({ chosen, actor, suggestion: chosen, feedback, injected }, truth);
}

describe('who let an error happen', () => {
  it.each<[string, Answer, Action, Truth, ErrorCause]>([
    ['nothing amiss, automation', null, OTHER, CLEAR, 'policy passed by gate'],
    ['nothing amiss, accepted', accepts, OTHER, CLEAR, 'operator accepted'],
    ['nothing amiss, by hand', corrects, OTHER, CLEAR, 'operator slipped'],
    ['nothing amiss, slipped', slips, OTHER, CLEAR, 'operator slipped'],
    ['amiss, automation does what seems right', null, SEEMS_RIGHT, AMISS, 'policy passed by gate'],
    ['amiss, accepts what seems right', accepts, SEEMS_RIGHT, AMISS, 'customer'],
    ['amiss, does what seems right by hand', corrects, SEEMS_RIGHT, AMISS, 'customer'],
    ['amiss, slips into what seems right', slips, SEEMS_RIGHT, AMISS, 'operator slipped'],
    ['amiss, accepts something else', accepts, OTHER, AMISS, 'operator accepted'],
    ['amiss, does something else by hand', corrects, OTHER, AMISS, 'operator slipped'],
  ])('%s', (_, answer, chosen, truth, expected) => {
    expect(cause(answer, chosen, truth)).toBe(expected);
    expect(cause(answer, chosen, truth, true)).toBe('injected');
  });
});
