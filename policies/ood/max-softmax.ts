import { suggestionScorer } from './support/suggestion-scorer.ts';

/** One less the policy's confidence. Source: Hendrycks & Gimpel 2017. */
export const recipe = suggestionScorer({
  name: 'max-softmax',
  summary: 'One less the confidence of the policy in its first action; learns nothing.',
  scoreOf: ({ ranked }) => 1 - (ranked[0]?.confidence ?? 0),
  remedy: '',
});
