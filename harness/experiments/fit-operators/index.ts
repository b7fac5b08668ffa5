import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'fit-operators',
  summary: "acceptance and times of a log's operators, beside the published figures",
  question: 'How fast and how agreeable are the operators of this log, and does the model of them hold?',
  options,
  run: async (values, context) => (await import('./fit-operators.ts')).fitLog(values, context),
});
