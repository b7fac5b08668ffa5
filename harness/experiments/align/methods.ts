import { InvalidArgumentError } from 'commander';
import type { AnswerObjective, Objective } from '../../../policies/networks/alignment/objective.ts';
import { assertDynamics, type ReferenceDynamics } from '../../../policies/networks/training/reference.ts';
import { discover } from '../../bench/models/discover.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { messageOf } from '../../shared/message-of.ts';

/** A way to learn from answers: what is learned, and what it is compared with meanwhile. */
export interface Method {
  /** Such as `dpo soft`. */
  readonly name: string;
  readonly objective: AnswerObjective;
  /** As `--references` names it; null where nothing is compared with. */
  readonly reference: string | null;
  readonly dynamics: ReferenceDynamics;
}

/** Plain cross entropy on what operators did, for as many steps: the zeros of what learns from pairs, and from labels. */
const ZEROS = { pairs: 'sft-corrections', labels: 'sft-answers' } as const;

/** What the policy that operators answered to is called. */
export const AS_DEPLOYED = 'as deployed';

/** What a method is compared with; null for the zeros. */
export const zeroOf = ({ name, objective }: Method): string | null => {
  const zero = objective.of === 'pairs' ? ZEROS.pairs : ZEROS.labels;
  return Object.values<string>(ZEROS).includes(name) ? null : zero;
};

/** Whether a method is the same as another one where no pair is the wrong way round. */
export const needsFlips = ({ objective }: Method): boolean => objective.name === 'robust-dpo';

/** Shares and steps of the published recipes, scaled to trainings of some hundred steps. Source: arXiv 2404.09656. */
const NAMED: Readonly<Record<string, ReferenceDynamics>> = {
  frozen: null,
  soft: { share: 0.6, every: 32 },
  hard: { share: 1, every: 32 },
};

/** Reads `frozen`, `soft`, `hard` or `0.5@16`. Throws: `InvalidArgumentError`. */
export function parseReference(text: string): ReferenceDynamics {
  if (Object.hasOwn(NAMED, text)) return NAMED[text] as ReferenceDynamics;
  const [share, every, ...more] = text.split('@').map(Number);
  const dynamics = { share: share ?? Number.NaN, every: every ?? Number.NaN };
  try {
    if (more.length > 0) throw new Error(`"${text}" has more than one @`);
    assertDynamics(dynamics);
  } catch (error) {
    throw new InvalidArgumentError(`${messageOf(error)}. Give frozen, soft, hard, or share@steps such as 0.5@16.`);
  }
  return dynamics;
}

/** The zeros that are needed, then every objective with every reference. Throws: `UsageError` for an unknown objective. */
export async function methodsOf(objectives: readonly string[], references: readonly string[]): Promise<Method[]> {
  const all = await discover<Objective>('policies/objectives', 'objective');
  const known = all.filter((one) => one.of !== 'episodes');
  const find = (name: string): AnswerObjective => {
    const found = known.find((one) => one.name === name);
    if (found) return found;
    throw new UsageError(
      `--objectives: there is no "${name}"; give some of ${known.map((one) => one.name).join(', ')}.`,
    );
  };
  const crossed = objectives.map(find).flatMap((objective) =>
    references.map(
      (reference): Method => ({
        name: `${objective.name} ${reference}`,
        ...{ objective, reference, dynamics: parseReference(reference) },
      }),
    ),
  );
  const zeros = [...new Set([ZEROS.pairs, ...crossed.flatMap((method) => zeroOf(method) ?? [])])];
  return [
    ...zeros.map((name): Method => ({ name, objective: find(name), reference: null, dynamics: null })),
    ...crossed.filter(({ objective }) => !zeros.includes(objective.name)),
  ];
}
