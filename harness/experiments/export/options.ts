import type { OptionsOf } from '../../bench/experiment.ts';
import { encoder, heldOut, logs, policy, providers, sampleSize } from '../../bench/options.ts';

export const options = { logs, providers, ...heldOut, sessions: sampleSize, policy: policy(), encoder };

export type ExportOptions = OptionsOf<typeof options>;
