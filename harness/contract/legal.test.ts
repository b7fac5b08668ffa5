import { describe, expect, it } from 'vitest';
import type { Action } from './action.ts';
import type { Catalog } from './catalog.ts';
import type { Control, ControlKind } from './control.ts';
import { isCritical } from './critical.ts';
import { fits, illegalReason } from './legal.ts';
import type { Screen } from './screen.ts';

const form = (values: Record<string, string>, id = 'f', button = 'b'): Action => ({
  ...{ kind: 'submit_form', form: id, button },
  values,
});
const text = (said: string, reply: string | null = null): Action => ({ kind: 'send_text', reply, text: said });

describe('what is critical', () => {
  const reply = (id: string, critical: boolean) => ({ id, critical, text: id });
  const catalog = {
    desk: {
      critical: { freeText: true, transfer: true, close: false },
      replies: [reply('bye', false), reply('both', false)],
    },
    procedures: [
      {
        id: 'p',
        forms: [
          {
            id: 'f',
            buttons: [
              { id: 'check', critical: false },
              { id: 'pay', critical: true },
            ],
          },
        ],
        screens: [
          {
            buttons: [
              { id: 'x', critical: true },
              { id: 'y', critical: false },
            ],
          },
        ],
        replies: [reply('promise', true), reply('both', true)],
      },
    ],
  } as unknown as Catalog;
  const critical = (action: Action, open: string | null = 'p', of = catalog) => isCritical(action, of, open);

  it('is what the open procedure marks; what it does not know is, but for a button of the screen', () => {
    expect([critical(form({}, 'f', 'check')), critical(form({}, 'f', 'pay'))]).toEqual([false, true]);
    expect([critical(form({}, 'f', 'none')), critical(form({}, 'g', 'check'))]).toEqual([true, true]);
    expect(critical(form({}, 'f', 'check'), null)).toBe(true);
    const click = (control: string): Action => ({ kind: 'click_control', control });
    expect(['button:x', 'button:y', 'button:z', 'x'].map((one) => critical(click(one)))).toEqual([
      ...[true, false, false, false],
    ]);
    expect(critical(click('button:x'), null)).toBe(false);
    expect(['promise', 'bye', 'both', 'unknown'].map((one) => critical(text('t', one)))).toEqual([
      ...[true, false, true, true],
    ]);
    expect(critical(text('t', 'both'), null)).toBe(false);
  });

  it('is free text, handing over and closing as the desk marks them; choosing a procedure never', () => {
    const turned = {
      ...catalog,
      desk: { ...catalog.desk, critical: { freeText: false, transfer: false, close: true } },
    };
    const all: Action[] = [text('x'), { kind: 'transfer', queue: 'q' }, { kind: 'close', resolution: 'r' }];
    expect(all.map((one) => critical(one))).toEqual([true, true, false]);
    expect(all.map((one) => critical(one, 'p', turned))).toEqual([false, false, true]);
    expect(critical({ kind: 'select_procedure', procedure: 'p' })).toBe(false);
  });
});

describe('what the screen offers', () => {
  const control = (id: string, over: Partial<Control> = {}): Control => ({
    ...{ id, kind: 'button', label: id, target: id, form: null, value: '', options: [], required: false },
    enabled: true,
    ...over,
  });
  const field = (target: string, kind: ControlKind, over: Partial<Control> = {}) =>
    control(`field:f.${target}`, { kind, target, form: 'f', ...over });
  const screen = {
    status: 'open',
    controls: [
      ...['procedure:p', 'button:x', 'result:0', 'reply:hi', 'compose'].map((id) => control(id)),
      control('button:off', { enabled: false }),
      control('transfer', { options: ['a', 'b'] }),
      control('close', { options: ['solved'] }),
      control('submit:f.b', { kind: 'submit', target: 'b', form: 'f' }),
      field('name', 'text', { required: true }),
      field('size', 'select', { options: ['s', 'l'] }),
    ],
  } as unknown as Screen;

  it.each<[Action, string | null]>([
    [{ kind: 'select_procedure', procedure: 'p' }, null],
    [{ kind: 'select_procedure', procedure: 'q' }, 'the screen has no control "procedure:q"'],
    [{ kind: 'click_control', control: 'button:x' }, null],
    [{ kind: 'click_control', control: 'result:0' }, null],
    [{ kind: 'click_control', control: 'button:off' }, 'control "button:off" is disabled'],
    [{ kind: 'click_control', control: 'compose' }, '"compose" is not a button'],
    [text('x'), null],
    [text('x', 'hi'), null],
    [text('x', 'no'), 'the screen has no control "reply:no"'],
    [{ kind: 'transfer', queue: 'b' }, null],
    [{ kind: 'transfer', queue: 'c' }, 'control "transfer" does not offer "c"'],
    [{ kind: 'close', resolution: 'solved' }, null],
    [{ kind: 'close', resolution: 'a' }, 'control "close" does not offer "a"'],
    [form({ name: 'Ada' }), null],
    [form({ name: 'Ada', size: 's' }), null],
    [form({ size: 's' }), 'field "name" is required'],
    [form({ name: 'Ada', size: 'm' }), 'field "size" cannot hold "m"'],
    [form({ name: 'Ada', b: 'x' }), 'form "f" has no field "b"'],
    [form({ name: 'Ada' }, 'f', 'c'), 'the screen has no control "submit:f.c"'],
  ])('%j: %s', (action, reason) => {
    expect(illegalReason(action, screen)).toBe(reason);
  });

  it('is nothing once the case is over', () => {
    const closed = { ...screen, status: 'closed' } as Screen;
    expect(illegalReason(text('x'), closed)).toBe('the case is closed');
  });

  it.each<[ControlKind, string, boolean]>([
    ['select', 'a', true],
    ['radio', 'x', false],
    ['multiselect', 'a | b', true],
    ['multiselect', 'b | a', false],
    ['multiselect', 'a | x', false],
    ['multiselect', 'a | a', false],
    ['checkbox', 'true', true],
    ['checkbox', 'false', false],
    ['date', '2024-02-29', true],
    ['date', '2023-02-29', false],
    ['date', '2024-13-01', false],
    ['date', '0000-01-01', false],
    ['date', '0001-01-01', true],
    ['date', '2024-1-1', false],
    ['textarea', 'a\n\tb', true],
    ['textarea', '', false],
    ['text', 'a b', true],
    ['text', 'a\tb', false],
    ['text', 'a\nb', false],
    ['text', '', false],
  ])('a %s holds %j: %s', (kind, value, holds) => {
    expect(fits({ kind, options: ['a', 'b'] }, value)).toBe(holds);
  });
});
