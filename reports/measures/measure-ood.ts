import type { Proposal } from '../../harness/contract/critic.ts';
import type { OodRecipe } from '../../harness/contract/ood.ts';
import type { Example, Policy } from '../../harness/contract/policy.ts';
import { auroc } from '../stats/auroc.ts';
import { falsePositiveRate } from '../stats/false-positive-rate.ts';

/** How well a score tells screens of a process that nobody has logged from fresh screens of those that are known. */
export interface MeasuredOod {
  readonly score: string;
  readonly auroc: number | null;
  readonly falsePositives: number | null;
  readonly usual: number;
  readonly unusual: number;
  /** Why there is no figure. */
  readonly reason: string | null;
}

export interface OodTrial {
  /** Trained on the `known` examples. */
  readonly policy: Policy;
  readonly known: readonly Example[];
  readonly fresh: readonly Example[];
  /** Of the unknown process, after it was opened. */
  readonly unknown: readonly Example[];
  readonly seed: string;
}

/** Most screens of each part: a sample is enough for three digits. */
const MOST = 1500;

export async function measureOod(recipes: readonly OodRecipe[], trial: OodTrial): Promise<MeasuredOod[]> {
  const [known, fresh, unknown] = (await Promise.all(
    [trial.known, trial.fresh, trial.unknown].map((examples) => proposals(trial.policy, examples.slice(0, MOST))),
  )) as [Proposal[], Proposal[], Proposal[]];
  return recipes.map((recipe): MeasuredOod => {
    const sizes = { score: recipe.name, usual: fresh.length, unusual: unknown.length };
    const reason = recipe.unavailable?.([...known, ...fresh, ...unknown]) ?? null;
    if (reason !== null || known.length === 0) return { ...sizes, auroc: null, falsePositives: null, reason };
    const scorer = recipe.fit(known, { seed: trial.seed });
    const scored = [
      ...scorer.score(fresh).map((score) => ({ score, positive: false })),
      ...scorer.score(unknown).map((score) => ({ score, positive: true })),
    ];
    return {
      ...sizes,
      auroc: auroc(scored.map(({ score, positive }) => ({ score, right: positive }))),
      falsePositives: falsePositiveRate(scored),
      reason: null,
    };
  });
}

async function proposals(policy: Policy, examples: readonly Example[]): Promise<Proposal[]> {
  const screens = examples.map(({ screen }) => screen);
  const suggestions = await policy.suggest(screens);
  return screens.map((screen, at) => ({ screen, suggestion: suggestions[at] ?? { ranked: [] } }));
}
