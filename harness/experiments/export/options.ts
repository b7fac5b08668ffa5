import type { OptionsOf } from '../../bench/experiment.ts';
import { encoder, heldOut, logs, policy, providers, sampleSize } from '../../bench/options.ts';
import { optional } from '../../runner/option.ts';

export const options = {
  logs,
  providers,
  ...heldOut,
  sessions: sampleSize,
  policy: policy(),
  critic: optional('--critic <name>', 'a critic too, taught by what operators without noise answer to the policy'),
  encoder,
};

export type ExportOptions = OptionsOf<typeof options>;
