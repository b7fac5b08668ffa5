import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'rollout',
  summary: 'a new process and a drift, day by day: stages, guardrails, rollbacks, false alarms',
  question:
    'How soon is a new process automated, is a drift noticed before harm is done, and what do false alarms cost?',
  options,
  plan: async (values) => (await import('./plan-rollout.ts')).planRollout(values),
  run: async (values, context) => (await import('./rollout.ts')).rollout(values, context),
});
