import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'fit-preset',
  summary:
    'what the free inputs of the paper preset do to the figures they are fitted to, over populations and mixes of processes',
  question: [
    'What does the paper preset come to over populations and mixes of processes,',
    'and what do its free inputs do to the published figures that they are calibrated to?',
  ].join(' '),
  options,
  plan: async (values) => (await import('./plan-fit-preset.ts')).planFitPreset(values),
  run: async (values, context) => (await import('./fit-preset.ts')).fitPreset(values, context),
});
