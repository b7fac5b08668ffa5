import type { Dataset } from '../../contract/dataset.ts';
import type { Session } from '../../contract/session.ts';
import { foldSessions } from '../../deployment/fold-sessions.ts';
import type { Parts, Shares } from '../../deployment/split-sessions.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { messageOf } from '../../shared/message-of.ts';
import { splitDataset } from '../data/splits.ts';

/** Of the sessions outside a fold: who trains the policy, who gives feedback, who sets the threshold. */
const TAUGHT_SHARES: Shares = { train: 0.46, feedback: 0.31, calibration: 0.23, evaluation: 0 };

/**
 * Cross-fitting: the sessions are dealt into folds; each fold is the evaluation part once, and what is played there
 * learns from the other folds only. Every session is thus measured once, by models that never saw it.
 * Throws: `UsageError` where a fold, or a part of what teaches one, is left without a session.
 * Source: Chernozhukov et al. 2018, doi 10.1111/ectj.12097.
 */
export function crossFitParts({ catalog, sessions }: Dataset, seed: string, folds: number): Parts[] {
  return foldsOrExplain(sessions, seed, folds).map((evaluation) => {
    const held = new Set(evaluation.map(({ id }) => id));
    const others = sessions.filter(({ id }) => !held.has(id));
    const { parts } = splitDataset({ catalog, sessions: others }, 'random', seed, null, TAUGHT_SHARES);
    return { ...parts, evaluation };
  });
}

function foldsOrExplain(sessions: readonly Session[], seed: string, folds: number) {
  try {
    return foldSessions(sessions, seed, folds);
  } catch (error) {
    throw new UsageError(`--folds ${folds}: ${messageOf(error)}`);
  }
}
