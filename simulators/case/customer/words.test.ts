import { describe, expect, it } from 'vitest';
import { FACTS, testCatalog, testPlan } from '../test-case.ts';
import { givenValue, otherValue } from './values.ts';
import { asksSomething, say, soughtFact } from './words.ts';

const names = ['Name', 'CustomerName', 'PartySize', 'DepartureLocation', 'ArrivalLocation', 'PIN'];

it.each([
  ['ask_name May I have your name?', 'CustomerName'],
  ['restaurant_ask_size For how many people is it?', 'PartySize'],
  ['ask_departure_location Where are you departing from?', 'DepartureLocation'],
  ['bank_ask_pin And your PIN as well, please.', 'PIN'],
  ['ask_weather Which day do you mean?', null],
])('"%s" is after %s', (question, fact) => {
  expect(soughtFact(question, names)).toBe(fact);
  expect(soughtFact(question, [])).toBeNull();
});

describe('what a customer says', () => {
  it('has other words for another number, and the value in them', () => {
    expect([0, 1, 2, 3].map((number) => say('fact', number, '$&'))).toEqual([
      ...['It is $&.', '$&.', 'That would be $&.', 'It is $&.'],
    ]);
    expect(say('complaint', 1)).toBe('What? That is not what I asked for.');
  });

  it('answers what asks', () => {
    expect(['Which one?', 'Please tell me.', 'It is so.', 'It is so. Right?'].map(asksSomething)).toEqual([
      ...[true, true, false, true],
    ]);
  });

  it('may misstate a digit by one, three or seven, or swap two letters', () => {
    const all = (value: string) =>
      new Set(
        Array.from({ length: 90 }, (_, at) =>
          otherValue(value, [{ kind: 'text', options: [] }], { next: () => at / 90 }),
        ),
      );
    expect(all('a9')).toEqual(new Set(['a0', 'a2', 'a6']));
    expect(all('12')).toEqual(new Set(['22', '42', '82', '13', '15', '19']));
    expect(all('Ab c')).toEqual(new Set(['ba c']));
    expect(all('aa')).toEqual(new Set([null]));
  });

  it('gives a value that some form still needs', () => {
    const given = (text: string, ahead: (at: number) => boolean) => givenValue(text, testPlan(), testCatalog, ahead);
    const all = () => true;
    expect(given(`It is ${FACTS.number}.`, all)?.value).toBe(FACTS.number);
    expect(given(`${FACTS.shop} and ${FACTS.number}`, all)?.value).toBe(FACTS.number);
    expect(given(`${FACTS.shop}`, all)?.fields).toMatchObject([{ id: 'shop', kind: 'select' }]);
    expect(given(`${FACTS.number}7`, all)).toBeNull();
    expect(given(`It is ${FACTS.number}.`, () => false)).toBeNull();
  });
});
