import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'span',
  summary: 'sessions per operator against waiting, active time and leaked errors, in a pool with a clock',
  question: 'How many sessions can one operator supervise before waiting explodes, and what leaks on the way there?',
  options,
  plan: async (values) => (await import('./span.ts')).planSpan(values),
  run: async (values, context) => (await import('./span.ts')).span(values, context),
});
