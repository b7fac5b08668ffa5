import { expect, it } from 'vitest';
import { reward, USUAL_WEIGHTS, weightsText } from './reward-weights.ts';

const parse = (text: string) => reward.parse!(text);

it('weights are read as they are written, those that are not given are the usual ones', () => {
  expect(parse(weightsText(USUAL_WEIGHTS))).toEqual(USUAL_WEIGHTS);
  expect(parse('goal=1,active-minute=-.1,wrong=-1')).toEqual(USUAL_WEIGHTS);
  expect(parse('wrong=-0.5, goal = 2')).toEqual({ ...USUAL_WEIGHTS, wrong: -0.5, goal: 2 });
  expect(parse('wrong=-0').wrong).toBe(0);
});

it.each([
  ['gaol=1', '"gaol=1" is no part of a reward; give goal=1,active-minute=-0.1,wrong=-1.'],
  ['', 'is no part of a reward'],
  ['goal=1=2', 'is no part of a reward'],
  ['goal=-1', '"goal" counts for "-1": give 0 or more.'],
  ['wrong=1', '"wrong" counts for "1": give 0 or less.'],
  ['active-minute=', '"active-minute" counts for "": give 0 or less.'],
  ['goal=x', '"goal" counts for "x"'],
])('%s is refused', (text, why) => {
  expect(() => parse(text)).toThrow(why);
});
