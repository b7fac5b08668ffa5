import {
  type StarExample,
  type StarSplit,
  starDomainTransfer,
  starLastFifthSplit,
  starStandardSplit,
  starTaskTransfer,
} from '../../../fixtures/importers/star/examples.ts';
import type { Dataset } from '../../contract/dataset.ts';
import type { Session } from '../../contract/session.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { sampleSessions } from './sample-sessions.ts';
import type { RuleName } from './split-names.ts';

/** One split of a published rule. */
export type SplitRule = ReturnType<typeof ruleSplits>[number];

const once = (split: (sessions: readonly Session[]) => StarSplit) => (sessions: readonly Session[]) =>
  new Map<string | null, StarSplit>([[null, split(sessions)]]);

const RULES: Readonly<
  Record<RuleName, { text: string; split: (sessions: readonly Session[]) => ReadonlyMap<string | null, StarSplit> }>
> = {
  'last-20': {
    text: 'STAR, all single-task dialogues, by id, first 80 % train, last 20 % test',
    split: once(starLastFifthSplit),
  },
  'star-standard': {
    text: 'STAR standard split: happy dialogues without instructions to the customer, by id, first 80 % train, last 20 % test',
    split: once(starStandardSplit),
  },
  'star-task-transfer': {
    text: 'STAR task transfer: happy dialogues, trained without the held-out task, tested on all of it',
    split: starTaskTransfer,
  },
  'star-domain-transfer': {
    text: 'STAR domain transfer: happy dialogues, trained without the held-out domain, tested on all of it',
    split: starDomainTransfer,
  },
};

/**
 * The splits of a published rule, with at most `limit` sessions each. The procedures of what is held out stay known:
 * only its sessions are not. Throws: `UsageError` where the rule does not fit the data or leaves a part empty.
 */
export function ruleSplits(dataset: Dataset, name: RuleName, seed: string, limit: number | null) {
  const { sessions } = dataset;
  if (!sessions.every((session) => session.id.startsWith('star-')))
    throw new UsageError(`--split ${name} is STAR's: use --split random for other logs.`);
  const byId = new Map(sessions.map((session) => [session.id, session]));
  const pick = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  const { text, split } = RULES[name];
  return [...split(sessions)].map(([group, { train, test }]) => {
    const tested = sampleSessions(pick(test.sessions), seed, limit && Math.ceil(limit * 0.2));
    const trained = sampleSessions(pick(train.sessions), seed, limit && Math.floor(limit * 0.8));
    if (tested.length === 0 || trained.length === 0)
      throw new UsageError(
        [
          `--split ${name}: no session is left to ${tested.length === 0 ? 'test' : 'train'}`,
          `on${group === null ? '' : ` for ${group}`}; use more sessions.`,
        ].join(' '),
      );
    return {
      /** In words. */
      text,
      /** Task or domain that is held out; null where the rule parts the dataset once. */
      group,
      /** Everything that the rule trains on: the policy whose accuracy is reported learns from all of it. */
      train: trained,
      test: tested,
      /** What is predicted: one label a step, by the published labelling. */
      examples: labelledIn(test.examples, tested),
      /** The same of the training part. */
      trainExamples: labelledIn(train.examples, trained),
    };
  });
}

function labelledIn(examples: readonly StarExample[], sessions: readonly Session[]): StarExample[] {
  const ids = new Set(sessions.map(({ id }) => id));
  return examples.filter(({ session }) => ids.has(session));
}
