import { expect, it } from 'vitest';
import { soughtFact } from './words.ts';

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
