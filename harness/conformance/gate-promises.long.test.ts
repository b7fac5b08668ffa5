import { describe, expect, it } from 'vitest';
import { recipe as learnThenTest } from '../../policies/gates/learn-then-test.ts';
import { recipe as plugIn } from '../../policies/gates/plug-in.ts';
import { binomialUpperTail } from '../../policies/gates/support/binomial.ts';
import { discover } from '../bench/models/discover.ts';
import type { GateRecipe } from '../contract/gate.ts';
import { hashShare } from '../shared/hash.ts';
import { assertPromiseKept, redrawsThatTell } from './gate-promise.ts';

const recipes = await discover<GateRecipe>('policies/gates', 'recipe');
const trial = redrawsThatTell(0.05);

it('so many redraws are enough to find out a gate that errs 1.3 times as often as it may', () => {
  expect(trial).toEqual({ redraws: 7100, most: 413 });
  expect(binomialUpperTail(trial.most + 1, trial.redraws, 0.05)).toBeLessThanOrEqual(0.001);
  expect(1 - binomialUpperTail(trial.most + 1, trial.redraws, 0.065)).toBeLessThanOrEqual(0.01);
});

describe.each(recipes)('gate $name', (recipe) => {
  it(`keeps its promise about ${recipe.promise}`, () => assertPromiseKept(recipe, trial));
});

it('some gate keeps one about sessions', () => {
  expect(recipes.filter(({ promise }) => promise === 'sessions')).not.toEqual([]);
});

/** Opens for everything, by lot, so often as it is told. */
function lottery(share: number): GateRecipe {
  return {
    name: 'lottery',
    summary: 'Opens by lot.',
    promise: 'actions',
    fit(examples) {
      const clear = examples.filter(({ accepted }) => accepted).length > 0.95 * examples.length;
      const drawn = hashShare('test', examples.map(({ score, accepted }) => `${score}${accepted}`).join()) < share;
      const threshold = clear || drawn ? 0 : null;
      return { name: 'lottery', threshold, reason: 'by lot', decide: () => (threshold === null ? 'defer' : 'execute') };
    },
  };
}

describe('the promise', () => {
  it('is kept by a gate that errs just as often as it may', () => {
    expect(() => assertPromiseKept(lottery(0.05), trial)).not.toThrow();
  });

  it.each<[string, GateRecipe, string]>([
    ['errs 1.3 times as often', lottery(0.065), 'broke the promise'],
    ['ignores δ', { ...plugIn, promise: 'actions' }, 'broke the promise'],
    [
      'takes δ for one half',
      { ...learnThenTest, fit: (examples, options) => learnThenTest.fit(examples, { ...options, delta: 0.5 }) },
      'broke the promise',
    ],
    ['takes actions for sessions', { ...learnThenTest, promise: 'sessions' }, 'broke the promise'],
    [
      'never opens',
      { ...learnThenTest, fit: () => learnThenTest.fit([], { targetPrecision: 0.9, delta: 0.05 }) },
      'opens in 0',
    ],
  ])('is found broken by one that %s', (_, recipe, words) => {
    expect(() => assertPromiseKept(recipe, trial)).toThrow(words);
  });
});
