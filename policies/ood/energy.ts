import { suggestionScorer } from './support/suggestion-scorer.ts';

/** The energy −log Σ exp(score) over what the screen offers. Source: Liu et al. 2020. */
export const recipe = suggestionScorer({
  name: 'energy',
  summary: "Energy of the policy's scores over what the screen offers; learns nothing.",
  scoreOf: ({ energy }) => energy,
  remedy: 'The policy gives no energy: choose one that scores what a screen offers, such as ngram.',
});
