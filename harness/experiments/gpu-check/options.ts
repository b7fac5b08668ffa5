import type { OptionsOf } from '../../bench/experiment.ts';
import { encoder, logs, providersToCompare } from '../../bench/options.ts';
import { count, optional } from '../../runner/option.ts';

export const options = {
  logs,
  sessions: count('--sessions <n>', 'train and decide on a sample of this many sessions at most', 400),
  steps: count('--steps <n>', 'training steps whose losses are compared', 100),
  minutes: count('--minutes <n>', 'end after so many minutes, with what was measured', 10),
  policies: optional(
    '--policies <list>',
    'files in policies/models/, separated by commas; ngram, and encoder with --encoder, where not given',
  ),
  critics: optional('--critics <list>', 'files in policies/critics/, likewise; none for no critic'),
  encoder,
  providers: providersToCompare,
};

export type GpuCheckOptions = OptionsOf<typeof options>;
