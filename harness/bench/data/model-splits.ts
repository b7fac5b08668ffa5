import { starLabel } from '../../../fixtures/importers/star/examples.ts';
import { type Action, actionTarget } from '../../contract/action.ts';
import type { Dataset } from '../../contract/dataset.ts';
import type { Session } from '../../contract/session.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { ruleSplits } from './rule-splits.ts';
import type { HeldOutSplitName, RuleName } from './split-names.ts';
import { splitDataset } from './splits.ts';

/** What policies are trained and judged on. */
export interface ModelSplits {
  /** In words. */
  readonly text: string;
  readonly name: HeldOutSplitName;
  readonly labelling: Labelling;
  readonly groups: readonly ModelGroup[];
}

/** One split: everything, or one held-out task or domain. */
export interface ModelGroup {
  readonly group: string | null;
  readonly train: readonly Session[];
  readonly test: readonly Session[];
  /** Label of each step of the test sessions that is to be classified, by `stepKey`. */
  readonly testLabels: ReadonlyMap<string, string>;
  /** The same of the training sessions. */
  readonly trainLabels: ReadonlyMap<string, string>;
}

/** How actions become labels. */
export interface Labelling {
  readonly text: string;
  /** Whether only some steps are labelled: classification then has a policy of its own, trained on those. */
  readonly partial: boolean;
  /** Label of a proposed action; null where it has none. */
  labelOf(action: Action): string | null;
}

/** Names a step of a session. */
export const stepKey = (session: string, step: number) => `${step} ${session}`;

/** The published label of a proposed action: as if an operator had taken the proposal up. */
export function publishedLabel(action: Action): string | null {
  const taken = { action, suggestion: { shown: [action], accepted: true } };
  return starLabel({ arrivals: [], critical: false, atMs: 0, activeMs: null, drafts: [], result: null, ...taken });
}

const PUBLISHED: Labelling = {
  text: "the published next-action labels: replies picked from the desk's suggestions, and queries by type",
  partial: true,
  labelOf: publishedLabel,
};
const BY_TARGET: Labelling = {
  text: 'what each action does, without the values it carries (its target)',
  partial: false,
  labelOf: actionTarget,
};

/** Who is trained and tested. Throws: `UsageError` where the rule does not fit the data. */
export function modelSplits(dataset: Dataset, name: HeldOutSplitName, seed: string, limit: number | null): ModelSplits {
  if (name === 'random') return randomSplit(dataset, seed, limit);
  const rules = ruleSplits(dataset, name satisfies RuleName, seed, limit);
  const [first] = rules;
  if (!first) throw new UsageError(`--split ${name}: these logs hold nothing that it tests.`);
  const groups = rules.map(({ group, train, test, examples, trainExamples }): ModelGroup => {
    return { group, train, test, testLabels: labels(examples), trainLabels: labels(trainExamples) };
  });
  const text = groups.length > 1 ? `${first.text}; unweighted mean over ${groups.length}` : first.text;
  return { name, text, labelling: PUBLISHED, groups };
}

function labels(examples: readonly { session: string; step: number; label: string }[]): Map<string, string> {
  return new Map(examples.map(({ session, step, label }) => [stepKey(session, step), label]));
}

function randomSplit(dataset: Dataset, seed: string, limit: number | null): ModelSplits {
  const { parts } = splitDataset(dataset, 'random', seed, limit);
  const train = [...parts.train, ...parts.feedback, ...parts.calibration];
  const targets = (sessions: readonly Session[]) =>
    new Map(
      sessions.flatMap(({ id, steps }) =>
        steps.map(({ action }, at) => [stepKey(id, at), actionTarget(action)] as const),
      ),
    );
  const group = {
    group: null,
    train,
    test: parts.evaluation,
    testLabels: targets(parts.evaluation),
    trainLabels: targets(train),
  };
  return {
    name: 'random',
    text: 'by a hash of session id: 80 % train, 20 % test',
    labelling: BY_TARGET,
    groups: [group],
  };
}
