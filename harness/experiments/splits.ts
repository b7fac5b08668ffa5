import type { Dataset } from '../contract/dataset.ts';
import type { Session } from '../contract/session.ts';
import { UsageError } from '../runner/exit-code.ts';
import { DEFAULT_SHARES, type Parts, type Shares, splitSessions } from '../stages/split-sessions.ts';
import { ruleSplits, SINGLE_RULES, type SplitRule } from './rule-splits.ts';
import { sampleSessions } from './sample-sessions.ts';

export const SPLITS = ['random', ...SINGLE_RULES] as const;
export type SplitName = (typeof SPLITS)[number];

/** Who trains what, and the published rule that the evaluation part follows, where there is one. */
export interface DatasetSplit {
  readonly parts: Parts;
  readonly rule: SplitRule | null;
}

/** Within a rule's training part: who trains the policy, who gives feedback, who sets the threshold. */
const RULE_SHARES: Shares = { train: 0.6, feedback: 0.25, calibration: 0.15, evaluation: 0 };

/** Splits a dataset by hash of session id in the given shares, or by a published rule. Throws: `UsageError` where the rule does not fit the data. */
export function splitDataset(
  dataset: Dataset,
  name: SplitName,
  seed: string,
  limit: number | null,
  shares = DEFAULT_SHARES,
): DatasetSplit {
  if (name === 'random')
    return { parts: splitOrExplain(sampleSessions(dataset.sessions, seed, limit), seed, shares), rule: null };
  const [rule] = ruleSplits(dataset, name, seed, limit);
  if (!rule) throw new UsageError(`--split ${name}: these logs hold nothing that it tests.`);
  return { parts: { ...splitOrExplain(rule.train, seed, RULE_SHARES), evaluation: rule.test }, rule };
}

function splitOrExplain(sessions: readonly Session[], seed: string, shares: Shares): Parts {
  try {
    return splitSessions(sessions, seed, shares);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
