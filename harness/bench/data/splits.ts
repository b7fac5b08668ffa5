import type { Dataset } from '../../contract/dataset.ts';
import type { Session } from '../../contract/session.ts';
import { DEFAULT_SHARES, type Parts, type Shares, splitSessions } from '../../deployment/split-sessions.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { messageOf } from '../../shared/message-of.ts';
import { ruleSplits, type SplitRule } from './rule-splits.ts';
import { sampleSessions } from './sample-sessions.ts';
import { type HeldOutSplitName, TRANSFER_RULES } from './split-names.ts';

/** Who trains what, and the published rule that the evaluation part follows, where there is one. */
export interface DatasetSplit {
  readonly parts: Parts;
  readonly rule: SplitRule | null;
}

/** Within a rule's training part: who trains the policy, who gives feedback, who sets the threshold. */
const RULE_SHARES: Shares = { train: 0.6, feedback: 0.25, calibration: 0.15, evaluation: 0 };

/**
 * Splits a dataset by hash of session id in the given shares, or by a published rule, which has shares of its own; of a
 * transfer rule, the split of one held-out task or domain. Throws: `UsageError` where the rule does not fit the data,
 * or what it is to hold out is
 * not said.
 */
export function splitDataset(
  dataset: Dataset,
  name: HeldOutSplitName,
  seed: string,
  limit: number | null,
  shares: Shares = DEFAULT_SHARES,
  heldOut?: string,
): DatasetSplit {
  const transfers = requireHeldOut(name, heldOut);
  if (name === 'random')
    return { parts: splitOrExplain(sampleSessions(dataset.sessions, seed, limit), seed, shares), rule: null };
  const rules = ruleSplits(dataset, name, seed, limit);
  const rule = transfers ? rules.find(({ group }) => group === heldOut) : rules[0];
  if (!rule) throw new UsageError(missing(name, rules, heldOut));
  return { parts: { ...splitOrExplain(rule.train, seed, RULE_SHARES), evaluation: rule.test }, rule };
}

/** Whether the rule holds out a task or domain. Throws: `UsageError` where one is named that no transfer rule holds out. */
export function requireHeldOut(name: HeldOutSplitName, heldOut: string | undefined): boolean {
  const transfers = TRANSFER_RULES.some((rule) => rule === name);
  if (heldOut !== undefined && !transfers)
    throw new UsageError(`--held-out ${heldOut} goes with --split ${TRANSFER_RULES.join(' or ')}, not with ${name}.`);
  return transfers;
}

function missing(name: string, rules: readonly SplitRule[], heldOut: string | undefined): string {
  if (rules.length === 0) return `--split ${name}: these logs hold nothing that it tests.`;
  const said = heldOut === undefined ? '--held-out says what is held out' : `--held-out ${heldOut}: there is none`;
  return `--split ${name}: ${said}; use one of ${rules.map(({ group }) => group).join(', ')}.`;
}

/** The rule and how many sessions do what. */
export function splitInWords({ parts, rule }: DatasetSplit): string {
  const counts = Object.entries(parts).map(([name, part]) => `${name} ${part.length}`);
  return `${rule ? ruleInWords(rule) : 'By a hash of session id'}: ${counts.join(', ')}`;
}

/** The rule, and what it holds out. */
export const ruleInWords = ({ text, group }: SplitRule) => (group === null ? text : `${text} (held out: ${group})`);

function splitOrExplain(sessions: readonly Session[], seed: string, shares: Shares): Parts {
  try {
    return splitSessions(sessions, seed, shares);
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}
