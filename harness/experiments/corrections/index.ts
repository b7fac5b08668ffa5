import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'corrections',
  summary: 'training with operators’ corrections: the historical and the hard side',
  question:
    'What do operators’ corrections teach a policy where it is refused, and what do they cost where it is right?',
  options,
  run: async (values) => (await import('./corrections.ts')).corrections(values),
});
