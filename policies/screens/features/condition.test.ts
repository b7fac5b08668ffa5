import { describe, expect, it } from 'vitest';
import type { ChatMessage, Screen } from '../../../harness/contract/screen.ts';
import { screen } from '../../testing/small-desk.ts';
import { answerOf, conditionHolds } from './condition.ts';

const talk = (...texts: string[]): Pick<Screen, 'messages'> => ({
  messages: texts.map(
    (text): ChatMessage => ({ author: text.startsWith('>') ? 'desk' : 'customer', text: text.replace('>', '') }),
  ),
});

/** Knowledge-base answers by status, number found and number shown; the last one is the newest. */
const answers = (...all: readonly (readonly [status: string | null, total: number | null, items: number])[]) => ({
  results: all.map(([status, total, items], at) => ({
    form: 'flight',
    items: Array<Record<string, string>>(items).fill({}),
    total,
    status,
    control: `result:${at}`,
    selected: false,
  })),
});

describe('a customer’s answer', () => {
  it.each([
    ['yes', ['Yes, please!']],
    ['no', ['No.']],
    ['no', ['That’s wrong']],
    [null, ['Yes and no']],
    [null, ['Hm.']],
    [null, []],
    [null, ['Yes', '>And now?']],
    ['yes', ['No', '>Really?', 'ok', 'I fly']],
    [null, ['>Really?', 'ok', 'no']],
    ['no', ['Yes', '>Sure?', 'Nope']],
  ] as const)('%s: %j', (answer, texts) => {
    expect(answerOf(screen(talk(...texts)))).toBe(answer);
    expect(conditionHolds('yes', screen(talk(...texts)))).toBe(answer === null ? null : answer === 'yes');
    expect(conditionHolds('disagree', screen(talk(...texts)))).toBe(answer === null ? null : answer === 'no');
  });
});

describe('a condition that a result decides', () => {
  const [good, bad, missing] = ['query_success', 'unavailable', 'missing_details'];
  it.each([
    ['It is available.', 1, 1, [true, false, false]],
    ['It is unavailable.', 1, 1, [false, true, false]],
    ['You must provide a name', null, 1, [false, true, true]],
    ['Details are incomplete', null, 1, [true, false, true]],
    [null, 0, 0, [false, true, false]],
    [null, null, 0, [false, true, false]],
    [null, null, 1, [true, false, false]],
    ['Booked', null, 0, [true, false, false]],
    ['Booked', 0, 0, [false, true, false]],
  ] as const)('%s, %s found, %i shown', (status, total, items, holds) => {
    const seen = screen(answers(['Nothing is wrong', 0, 0], [status, total, items]));
    expect([good, bad, missing].map((condition) => conditionHolds(condition!, seen))).toEqual(holds);
  });

  it('is not known without a result, nor is one whose name says nothing', () => {
    expect([good, bad, missing].map((condition) => conditionHolds(condition!, screen()))).toEqual([null, null, null]);
    expect(conditionHolds('tuesday', screen(answers(['Fine', 1, 1])))).toBeNull();
  });
});
