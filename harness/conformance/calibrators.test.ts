import { describe, expect, it } from 'vitest';
import { discover } from '../bench/models/discover.ts';
import type { CalibratorRecipe } from '../contract/calibrator.ts';
import { type CalibratorLaw, calibratorLaws } from './calibrator-laws.ts';

const recipes = await discover<CalibratorRecipe>('policies/calibrators', 'recipe');
const laws = Object.entries<CalibratorLaw>(calibratorLaws);

describe.each(recipes)('calibrator $name', (recipe) => {
  it.each(laws)('%s', (_, law) => law(recipe));
});

/** The truth about the laws' own sharpened scores, whatever the answers. */
const knowing: CalibratorRecipe = {
  name: 'knowing',
  summary: 'Undoes what the laws do to their scores.',
  fit(answers) {
    if (answers.length === 0) throw new Error('There is no answer.');
    if (answers.some(({ score }) => !(score >= 0 && score <= 1))) throw new Error('A score is not in [0, 1].');
    const calibrate = (score: number) => Math.cbrt(score) / (Math.cbrt(score) + Math.cbrt(1 - score));
    // Cube roots may be rounded either way: steps of a millionth are not.
    return { name: 'knowing', calibrate: (score) => Math.round(1e6 * calibrate(score)) / 1e6 };
  },
};

let calls = 0;
const canaries: [string, keyof typeof calibratorLaws, CalibratorRecipe['fit']][] = [
  ['leaves [0, 1]', 'gives probabilities', () => ({ name: 'bad', calibrate: (score) => 1.2 * score })],
  ['falls', 'never decreases in the score', () => ({ name: 'bad', calibrate: (score) => (score > 0.5 ? 0.2 : score) })],
  [
    'goes by the first answer',
    'depends on nothing but the answers: not on their order, nor on an earlier call, and leaves them as they were',
    ([first]) => ({ name: 'bad', calibrate: (score) => (first?.accepted ? score : score / 2) }),
  ],
  [
    'remembers earlier calls',
    'depends on nothing but the answers: not on their order, nor on an earlier call, and leaves them as they were',
    () => {
      calls++;
      const share = 1 / calls;
      return { name: 'bad', calibrate: () => share };
    },
  ],
  [
    'leaves scores as they are',
    'makes scores that are three times too sure into probabilities',
    () => ({ name: 'bad', calibrate: (score) => score }),
  ],
  [
    'divides by the number of rejects',
    'takes answers that all agree',
    (answers) => ({ name: 'bad', calibrate: () => 0 / answers.filter(({ accepted }) => !accepted).length }),
  ],
  ['takes anything', 'refuses no answers, and scores outside [0, 1]', () => ({ name: 'bad', calibrate: () => 0.5 })],
];

describe('the laws of calibrators', () => {
  it.each(laws)('let a calibrator through that keeps them: %s', (_, law) => law(knowing));

  it.each(canaries)('find one that %s', (_, law, fit) => {
    expect(() => calibratorLaws[law]({ ...knowing, fit })).toThrow();
  });

  it('are each shown to be able to fail', () => {
    expect(new Set(canaries.map(([, law]) => law))).toEqual(new Set(Object.keys(calibratorLaws)));
  });
});
