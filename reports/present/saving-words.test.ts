import { expect, it } from 'vitest';
import { savingWords } from './saving-words.ts';

it.each([
  [{ estimate: 0.39, low: 0.35, high: 0.43 }, '39.0 % [35.0, 43.0] of operators’ time is saved'],
  [{ estimate: -0.46, low: -0.51, high: -0.4 }, '46.0 % [40.0, 51.0] more of operators’ time is needed'],
  [{ estimate: 0, low: null, high: null }, '0.0 % of operators’ time is saved'],
])('%j is said as it is', (saved, words) => {
  expect(savingWords(saved).replaceAll('\u202f', ' ')).toBe(words);
});

it('a list leaves its verb out', () => {
  expect(savingWords({ estimate: -0.1, low: null, high: null }, '')).toMatch(
    /^10\.0.% more of operators’ time needed$/,
  );
});
