import type { OptionsOf } from '../../bench/experiment.ts';
import { encoder, logs, providersToCompare } from '../../bench/options.ts';
import { count, optional } from '../../runner/option.ts';

export const options = {
  logs,
  sessions: count('--sessions <n>', 'train and decide on a sample of this many sessions', 400),
  steps: count('--steps <n>', 'training steps whose losses are compared', 100),
  policies: optional(
    '--policies <list>',
    'files in policies/models/, separated by commas; all that are trained where not given',
  ),
  encoder,
  providers: providersToCompare,
};

export type GpuCheckOptions = OptionsOf<typeof options>;
