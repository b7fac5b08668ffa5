import type { OptionsOf } from '../../bench/experiment.ts';
import { logs, sampleSize } from '../../bench/options.ts';

export const options = { logs, sessions: sampleSize };

export type GoalsOptions = OptionsOf<typeof options>;
