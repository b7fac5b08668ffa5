import type { OptionsOf } from '../../bench/experiment.ts';
import { logs, providersToCompare } from '../../bench/options.ts';
import { option, optional, positiveInteger } from '../../runner/option.ts';

export const options = {
  logs,
  sessions: option('--sessions <n>', 'train and decide on a sample of this many sessions', {
    parse: positiveInteger,
    fallback: 400,
  }),
  steps: option('--steps <n>', 'training steps whose losses are compared', { parse: positiveInteger, fallback: 100 }),
  policies: optional(
    '--policies <list>',
    'files in policies/models/, separated by commas; all that are trained where not given',
  ),
  providers: providersToCompare,
};

export type GpuCheckOptions = OptionsOf<typeof options>;
