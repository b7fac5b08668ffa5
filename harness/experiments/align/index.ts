import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'align',
  summary: 'policies trained on with operators’ answers as preferences',
  question: 'What do operators’ answers teach a policy, by which objective, and what does noise do to it?',
  options,
  run: async (values) => (await import('./align.ts')).align(values),
});
