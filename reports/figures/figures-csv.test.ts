import { expect, it } from 'vitest';
import { textField } from './figures-csv.ts';

it.each([
  '=1+1',
  ' =1',
  '"=1',
  "'=1",
  '\t=1',
  '@SUM(A1)',
  '+1',
  '-1',
  '|calc',
  '\u001b[1m=1',
  '\u200b=1',
  '＝1',
  '＠SUM(A1)',
  '＋1',
  '－1',
  '%1',
  ' %0A=1',
  '`=1',
  '\u00a0=1',
  '\u3000@x',
  '"\n=1',
])('the formula %j becomes text', (hostile) => {
  expect(textField(hostile)).toMatch(/^'/);
});

it('leaves other text as it is', () => {
  expect(textField('n-gram ranker, 3 = three')).toBe('n-gram ranker, 3 = three');
});
