import type { OptionsOf } from '../../bench/experiment.ts';
import { required } from '../../runner/option.ts';

export const options = {
  logs: required('--logs <path>', "sessions to fit: this project's format (docs/session-log.md) or a STAR checkout", {
    decides: false,
  }),
};

export type FitOperatorsOptions = OptionsOf<typeof options>;
