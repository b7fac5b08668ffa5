import {
  type StarExample,
  type StarSplit,
  starLastFifthSplit,
  starStandardSplit,
} from '../../fixtures/importers/star/examples.ts';
import type { Dataset } from '../contract/dataset.ts';
import type { Session } from '../contract/session.ts';
import { hashShare } from '../engine/hash.ts';
import { UsageError } from '../runner/exit-code.ts';
import { DEFAULT_SHARES, type Parts, type Shares, splitSessions } from '../stages/split-sessions.ts';

export const SPLITS = ['random', 'last-20', 'star-standard'] as const;
export type SplitName = (typeof SPLITS)[number];

/** Who trains what, and the published rule that the evaluation part follows, where there is one. */
export interface DatasetSplit {
  readonly parts: Parts;
  readonly rule: SplitRule | null;
}

export interface SplitRule {
  /** In words. */
  readonly text: string;
  /** Everything that the rule trains on: the policy whose accuracy is reported learns from all of it. */
  readonly train: readonly Session[];
  readonly test: readonly Session[];
  /** What is predicted: one label a step, by the published labelling. */
  readonly examples: readonly StarExample[];
}

const RULES: Record<
  Exclude<SplitName, 'random'>,
  { text: string; split: (sessions: readonly Session[]) => StarSplit }
> = {
  'star-standard': {
    text: 'STAR standard split: happy dialogues without instructions to the customer, by id, first 80 % train, last 20 % test',
    split: starStandardSplit,
  },
  'last-20': {
    text: 'STAR, all single-task dialogues, by id, first 80 % train, last 20 % test',
    split: starLastFifthSplit,
  },
};

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
  const { sessions } = dataset;
  if (name === 'random') return { parts: splitOrExplain(limited(sessions, seed, limit), seed, shares), rule: null };
  const { text, split } = RULES[name];
  if (!sessions.every((session) => session.id.startsWith('star-')))
    throw new UsageError(`--split ${name} is STAR's: use --split random for other logs.`);
  const ruled = split(sessions);
  const byId = new Map(sessions.map((session) => [session.id, session]));
  const pick = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  const test = limited(pick(ruled.test.sessions), seed, limit && Math.ceil(limit * 0.2));
  const train = limited(pick(ruled.train.sessions), seed, limit && Math.floor(limit * 0.8));
  const tested = new Set(test.map(({ id }) => id));
  const parts = splitOrExplain(train, seed, RULE_SHARES);
  return {
    parts: { ...parts, evaluation: test },
    rule: { text, train, test, examples: ruled.test.examples.filter(({ session }) => tested.has(session)) },
  };
}

/** A sample that depends on nothing but seed and ids, in the order given. */
function limited(sessions: readonly Session[], seed: string, limit: number | null): readonly Session[] {
  if (limit === null || limit >= sessions.length) return sessions;
  const ranked = sessions.map((session, at) => ({ session, at, share: hashShare('sample', seed, session.id) }));
  const kept = ranked.sort((a, b) => a.share - b.share || a.at - b.at).slice(0, limit);
  return kept.sort((a, b) => a.at - b.at).map(({ session }) => session);
}

function splitOrExplain(sessions: readonly Session[], seed: string, shares: Shares): Parts {
  try {
    return splitSessions(sessions, seed, shares);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
