import type { SessionExamples } from '../../bench/models/session-examples.ts';
import type { NoisePoint } from '../../bench/noise/noise-grid.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { type LoggedFeedback, loggedRefusals } from './logged-refusals.ts';
import type { FeedbackSource } from './options.ts';
import type { CorrectionParts } from './training-sets.ts';

/** What the log's operators refused: in the part that brings corrections, and in the one that is judged. */
export interface OwnFeedback {
  readonly corrections: LoggedFeedback;
  readonly hard: LoggedFeedback;
}

/**
 * The log's own feedback where it is asked for and there is any; null: operators are simulated. Noise rates can be
 * given to simulated operators alone, so that to ask for any is to ask for those.
 *
 * Throws: `UsageError` where the log's feedback is asked for and it has none, or noise rates with it.
 */
export async function chooseFeedback(
  source: FeedbackSource,
  points: readonly NoisePoint[],
  { feedback, evaluation }: Pick<CorrectionParts, 'feedback' | 'evaluation'>,
  examples: SessionExamples,
): Promise<OwnFeedback | null> {
  if (source === 'simulated') return null;
  if (points.length > 1 || points.some(isNoisy)) {
    if (source === 'auto') return null;
    throw new UsageError(
      "--feedback log: the log's operators err as they did; leave --alpha, --beta and --slip away, or use --feedback simulated.",
    );
  }
  const own = {
    corrections: await loggedRefusals(feedback, examples),
    hard: await loggedRefusals(evaluation, examples),
  };
  if (own.corrections.refusals.length > 0 && own.hard.refusals.length > 0) return own;
  if (source === 'auto') return null;
  throw new UsageError(
    [
      '--feedback log: these sessions hold too few suggestions that their operators refused;',
      'use more sessions, another log, or --feedback simulated.',
    ].join(' '),
  );
}

const isNoisy = ({ alpha, beta, slip }: NoisePoint) =>
  [alpha, beta, slip].some(({ rates }) => Object.values(rates).some((rate) => rate > 0));
