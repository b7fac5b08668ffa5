import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'sweep',
  summary: 'every combination of noise rates, models and seeds that a file names, whole or a shard of it',
  question: 'How do automation, time and errors depend on the noise, the models and the seed?',
  options,
  plan: async (values) => (await import('./plan-sweep.ts')).planSweep(values),
  run: async (values, context) => (await import('./sweep.ts')).sweep(values, context),
});
