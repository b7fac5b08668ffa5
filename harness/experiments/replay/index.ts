import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'replay',
  summary: 'open-loop replay of logged sessions at given noise rates',
  question:
    'Replayed step by step, how often would automation have done what the operator did, and what would it save?',
  options,
  plan: async (values) => (await import('./replay.ts')).planReplay(values),
  run: async (values, context) => (await import('./replay.ts')).replay(values, context),
});
