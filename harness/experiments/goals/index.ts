import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'goals',
  summary: 'for which sessions the goal is known, why not for the others, and whether their own logs reach it',
  question: 'For which logged sessions is it known what they were to come to, and does their own log get there?',
  options,
  run: async (values) => (await import('./goals.ts')).goals(values),
});
