import type { OptionsOf } from '../../bench/experiment.ts';
import { browser, browserSessions, playing, populations, staged } from '../../bench/options.ts';

export const options = {
  ...staged,
  ...playing,
  populations: populations(3),
  browserSessions: browserSessions(6),
  browser,
};

export type HeadlineOptions = OptionsOf<typeof options>;
