import type { OptionsOf } from '../../bench/experiment.ts';
import { cached, encoder, logs, noiseGrid, policy, providers, sampleSize } from '../../bench/options.ts';
import { option } from '../../runner/option.ts';

/** Whose refusals are learned from: the log's own operators', simulated ones', or the log's where it has any. */
const FEEDBACK_SOURCES = ['auto', 'log', 'simulated'] as const;
export type FeedbackSource = (typeof FEEDBACK_SOURCES)[number];

export const options = {
  ...cached,
  ...noiseGrid({ alpha: '0', beta: '0', slip: '0' }),
  logs,
  providers,
  sessions: sampleSize,
  policy: policy(),
  encoder,
  feedback: option<FeedbackSource>(
    '--feedback <source>',
    "whose refusals are learned from: the log's own operators', simulated ones', or the log's where it has any and no noise is asked for",
    { choices: FEEDBACK_SOURCES, fallback: 'auto' },
  ),
  shares: option('--shares <list>', "corrections, as shares of the fewer logs' examples", { fallback: '0,0.2,0.4' }),
};

export type CorrectionsOptions = OptionsOf<typeof options>;
