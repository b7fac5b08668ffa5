import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'headline',
  summary: 'the staged deployment on the embedded dataset at a few noise levels (what `bench` alone runs)',
  question: [
    'How much support work can run without an operator, what does it save and what goes wrong,',
    'when the operators who teach and guard the automation are noisy?',
  ].join(' '),
  options,
  plan: async (values) => (await import('./headline.ts')).planHeadline(values),
  run: async (values, context) => (await import('./headline.ts')).headline(values, context),
});
