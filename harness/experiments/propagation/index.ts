import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'propagation',
  summary: 'what wrong actions lead to, by noise, gate and root cause, told by twins without them',
  question:
    'What do wrong actions lead to? Each is held against its twin: the same case in which a right action was done instead.',
  options,
  plan: async (values) => (await import('./plan-propagation.ts')).planPropagation(values),
  run: async (values, context) => (await import('./propagation.ts')).propagation(values, context),
});
