import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

export const experiment = defineExperiment({
  name: 'gpu-check',
  summary: 'does a graphics card compute what the CPU computes, and how fast? Exit code 3 where there is none',
  question: 'Do the accelerators of this machine compute what its CPU computes, and how much faster?',
  options,
  run: async (values) => (await import('./gpu-check.ts')).gpuCheck(values),
});
