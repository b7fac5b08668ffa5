import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'models',
  summary: [
    'trains and scores policies: one table, published figures beside it.',
    'Ensemble, transformer and hybrid take most of the time:',
    'minutes for hundreds of sessions, hours for thousands',
  ].join(' '),
  question: 'Which policy foretells best what the operator does next?',
  options,
  run: async (values) => (await import('./models.ts')).models(values),
});
