import { expect, it } from 'vitest';
import type { Action } from '../contract/action.ts';
import type { Control } from '../contract/control.ts';
import { endsOnScreen } from './open-loop.ts';

const close: Control = {
  id: 'close',
  kind: 'close',
  label: 'Close',
  target: '',
  form: null,
  value: '',
  options: ['solved'],
  required: false,
  enabled: true,
};
const say = (text: string): Action => ({ kind: 'send_text', reply: null, text });

it('closing and transferring end a case, whatever the screen offers', () => {
  for (const controls of [[], [close]]) {
    expect(endsOnScreen({ kind: 'close', resolution: 'solved' }, { controls })).toBe(true);
    expect(endsOnScreen({ kind: 'transfer', queue: 'expert' }, { controls })).toBe(true);
  }
});

it('goodbye ends a case only where nothing else can', () => {
  const bye = say('Thank you and goodbye!');
  expect(endsOnScreen(bye, { controls: [] })).toBe(true);
  expect(endsOnScreen(bye, { controls: [{ ...close, enabled: false }] })).toBe(true);
  expect(endsOnScreen(bye, { controls: [close] })).toBe(false);
  expect(endsOnScreen(say('Your table is booked.'), { controls: [] })).toBe(false);
});
