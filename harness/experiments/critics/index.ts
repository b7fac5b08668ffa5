import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'critics',
  summary: 'every critic, calibrator and gate over a grid of noise rates',
  question:
    'Which critic tells right suggestions from wrong ones, and which gate keeps its promise, when feedback is noisy?',
  options,
  plan: async (values) => (await import('./plan-critics.ts')).planCritics(values),
  run: async (values) => (await import('./critics.ts')).critics(values),
});
