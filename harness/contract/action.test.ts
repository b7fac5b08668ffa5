import { describe, expect, it } from 'vitest';
import { type Action, actionTarget, asSaid, exactKey, hasHole, sameAction } from './action.ts';
import { effectOfButton } from './case-plan.ts';
import { caseOfTrace } from './trace.ts';

const form = (values: Record<string, string>, id = 'f', button = 'b'): Action => ({
  ...{ kind: 'submit_form', form: id, button },
  values,
});
const text = (said: string, reply: string | null = null): Action => ({ kind: 'send_text', reply, text: said });

describe('actions', () => {
  it('aim at one thing each', () => {
    const all: [Action, string][] = [
      [{ kind: 'select_procedure', procedure: 'p' }, 'select_procedure p'],
      [form({ a: '1' }, 'f/g'), 'submit_form f\\/g/b'],
      [{ kind: 'click_control', control: 'button:x' }, 'click_control button:x'],
      [text('x'), 'send_text *'],
      [text('x', '*'), 'send_text \\*'],
      [text('x', 'hello'), 'send_text hello'],
      [{ kind: 'transfer', queue: 'q' }, 'transfer q'],
      [{ kind: 'close', resolution: 'r' }, 'close r'],
    ];
    for (const [action, target] of all) expect(actionTarget(action)).toBe(target);
  });

  it('are named to the letter, in whatever order values stand', () => {
    expect(exactKey(form({ a: '1', b: '2' }))).toBe(exactKey(form({ b: '2', a: '1' })));
    const different = [
      form({ a: '1' }),
      form({ a: '2' }),
      form({ b: '1' }),
      form({ a: '1' }, 'g'),
      form({ a: '1' }, 'f', 'c'),
    ];
    const texts = [text('x'), text('X'), text('x', 'r'), text('x', 's')];
    const keys = [...different, ...texts].map(exactKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(exactKey({ kind: 'close', resolution: 'r' })).toBe('close r');
  });

  it('with a hole are the same as nothing, not even themselves', () => {
    for (const hole of [text('Dear [name]'), text('Dear {name}')]) {
      expect(hasHole(hole)).toBe(true);
      expect(sameAction(hole, hole)).toBe(false);
      expect(sameAction(hole, text('Dear Ada'))).toBe(false);
    }
    expect(sameAction(text('Dear Ada'), text('Dear Ada'))).toBe(true);
    expect(hasHole({ kind: 'close', resolution: '[x]' })).toBe(false);
  });

  it('say a canned reply only where the text still says it', () => {
    const rules = { valueKey: () => '', template: (id: string) => (id === 'hi' ? 'Hello {name}.' : null) };
    expect(asSaid(text('Hello Ada.', 'hi'), rules)).toEqual(text('Hello Ada.', 'hi'));
    expect(asSaid(text('Go away.', 'hi'), rules)).toEqual(text('Go away.'));
    expect(asSaid(text('Go away.', 'unknown'), rules)).toEqual(text('Go away.', 'unknown'));
    expect(sameAction(text('Hello Ada.', 'hi'), text('Hello Bob.', 'hi'), rules)).toBe(true);
    expect(sameAction(text('Go away.', 'hi'), text('Go away.'), rules)).toBe(true);
    expect(sameAction(text('Hello Ada.', 'hi'), text('Go away.', 'hi'), rules)).toBe(false);
  });
});

describe('the effect of a button', () => {
  it.each([
    [null, 'nothing'],
    [{}, 'nothing'],
    [{ writes: true }, 'amendable'],
    [{ critical: true, writes: true }, 'amendable'],
    [{ critical: true, writes: false }, 'final'],
    [{ final: true, writes: true }, 'final'],
    [{ final: true, critical: true, writes: true }, 'final'],
  ])('%j is %s', (button, effect) => {
    expect(effectOfButton(button as never)).toBe(effect);
  });
});

it('an episode is of its case, where sessions share one, else of its session', () => {
  expect([caseOfTrace({ session: 's' }), caseOfTrace({ session: 's', caseKey: 'c' })]).toEqual(['s', 'c']);
});
