import { describe, expect, it } from 'vitest';
import { type Action, sameAction } from './action.ts';
import { actionRules, caseFieldKey } from './action-rules.ts';
import { catalogSchema } from './catalog.ts';

const reply = (id: string, text: string) => ({ id, text, critical: true });
const form = (fields: object[]) => ({
  id: 'f',
  title: 'F',
  fields: fields.map((field) => ({ label: 'L', ...field })),
  buttons: [{ id: 'go', label: 'Go', critical: false, writes: true }],
});
const screens = (replies: string[]) => [{ id: 'main', title: 'Main', forms: ['f'], replies, buttons: [] }];
const catalog = catalogSchema.parse({
  name: 'two',
  desk: {
    queues: [],
    resolutions: [],
    replies: [reply('hello', 'Hello, how can I help?')],
    critical: { freeText: true, transfer: true, close: true },
  },
  procedures: [
    {
      ...{ id: 'pay', title: 'Pay', cluster: 'c', keywords: [], flow: [] },
      screens: screens(['confirm']),
      forms: [form([{ id: 'amount', kind: 'number' }, { id: 'code', kind: 'text' }, { id: 'who', kind: 'text' }])], // biome-ignore format: one form
      replies: [reply('confirm', 'I will pay {amount} to {who:s}. Is that right?')],
    },
    {
      ...{ id: 'ask', title: 'Ask', cluster: 'c', keywords: [], flow: [] },
      screens: screens(['confirm']),
      forms: [form([{ id: 'amount', kind: 'text' }])],
      replies: [reply('confirm', 'Did I get that right?')],
    },
  ],
});
const say = (id: string | null, text: string): Action => ({ kind: 'send_text', reply: id, text });
const submit = (values: Record<string, string>): Action => ({ kind: 'submit_form', form: 'f', button: 'go', values });
const same = (a: Action, b: Action, procedure: string | null = 'pay') =>
  sameAction(a, b, actionRules(catalog, procedure));

describe('actions are compared', () => {
  it('by the kinds of the open procedure’s fields', () => {
    expect(same(submit({ amount: '25' }), submit({ amount: '25.0' }))).toBe(true);
    expect(same(submit({ amount: '25' }), submit({ amount: '25.0' }), 'ask')).toBe(false);
    expect(same(submit({ code: 'Ab12' }), submit({ code: 'aB12' }))).toBe(false);
    expect(same(submit({ who: 'Ann  LEE' }), submit({ who: 'ann lee' }))).toBe(true);
    expect(same(submit({ who: '10²' }), submit({ who: '102' }))).toBe(false);
    expect(same(submit({ 'a=b': 'c' }), submit({ a: 'b=c' }))).toBe(false);
    // Where two procedures' fields of one id do not agree, the case's field is compared exactly.
    expect(caseFieldKey(catalog, 'amount', '25')).not.toBe(caseFieldKey(catalog, 'amount', '25.0'));
  });

  it('by a canned reply as long as the text says it, whatever its slots hold', () => {
    const confirm = say('confirm', 'I will pay 25 to Ann. Is that right?');
    expect(same(confirm, say('confirm', 'I will pay 7 to  bob. Is that right?'))).toBe(true);
    expect(same(confirm, say('confirm', 'Go away, we are closed.'))).toBe(false);
    expect(same(say('hello', 'Go away, we are closed.'), say('hello', 'Hello, how can I help?'))).toBe(false);
    expect(same(say('hello', 'Go away!'), say(null, 'go  away!'))).toBe(true);
    expect(same(confirm, confirm, 'ask')).toBe(true);
    expect(same(confirm, say('confirm', 'Did I get that right?'), 'ask')).toBe(false);
  });

  it('never where a message has a hole: not even with itself', () => {
    for (const text of ['I will pay {amount} to Ann. Is that right?', 'I will pay [amount] to Ann. Is that right?']) {
      const hole = say('confirm', text);
      expect(same(hole, hole)).toBe(false);
      expect(same(hole, say('confirm', 'I will pay 25 to Ann. Is that right?'))).toBe(false);
      expect(sameAction(say(null, text), say(null, text))).toBe(false);
    }
  });
});
