import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'export',
  summary: 'write a policy, and a critic, as fp32, fp16 and int8, and measure what each loses',
  question: 'What does a smaller number format save, and what does it cost in accuracy?',
  options,
  run: async (values, context) => (await import('./export-policy.ts')).exportPolicy(values, context),
});
