import { expect, it } from 'vitest';
import { personDraws } from './create-operator.ts';

it('are standard normal and independent over neighbouring names and respects', () => {
  const personOf = personDraws('');
  const n = 50_000;
  let sum = 0;
  let squares = 0;
  let respects = 0;
  let neighbours = 0;
  let below = 0;
  let before = 0;
  for (let i = 0; i < n; i++) {
    const person = personOf(`op${i}`);
    const [skill, pace] = [person('skill'), person('pace')];
    sum += skill;
    squares += skill ** 2;
    respects += skill * pace;
    neighbours += skill * before;
    if (skill < -1.2816) below++;
    before = skill;
  }
  const error = 5 / Math.sqrt(n);
  expect(Math.abs(sum / n)).toBeLessThan(error);
  expect(Math.abs(squares / n - 1)).toBeLessThan(error * Math.SQRT2);
  expect(Math.abs(respects / n)).toBeLessThan(error);
  expect(Math.abs(neighbours / n)).toBeLessThan(error);
  expect(Math.abs(below / n - 0.1)).toBeLessThan(error * 0.3);
});

it('are the same at every look, and others in another population', () => {
  const [here, again, elsewhere] = [personDraws('a'), personDraws('a'), personDraws('b')];
  expect(here('op1')('skill')).toBe(again('op1')('skill'));
  expect(here('op1')('skill')).toBe(here('op1')('skill'));
  expect(elsewhere('op1')('skill')).not.toBe(here('op1')('skill'));
});
