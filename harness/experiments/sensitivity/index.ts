import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'sensitivity',
  summary: 'which noise parameters matter for automation, time and goals, by Morris screening of the paper preset',
  question: 'Which of the operators’ noise parameters matter for automation, time and goals, and which interact?',
  options,
  plan: async (values) => (await import('./plan-sensitivity.ts')).planSensitivity(values),
  run: async (values, context) => (await import('./sensitivity.ts')).sensitivity(values, context),
});
