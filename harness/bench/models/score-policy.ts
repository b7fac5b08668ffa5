import type { Catalog } from '../../contract/catalog.ts';
import type { Example, Policy, PolicyRecipe } from '../../contract/policy.ts';
import { type Labelling, type ModelGroup, stepKey } from '../data/model-splits.ts';
import { openModelCache } from './cache/model-cache.ts';
import { judgeActions, predictLabels, type SessionJudgement, type SessionPredictions } from './judge-policy.ts';
import type { SessionExamples } from './session-examples.ts';

/** Which policies are trained: on the labelled steps, for classification; on all steps, for tool and action accuracy. */
export type Training = 'labelled' | 'all';

/** One policy on one split. */
export interface PolicyScore {
  readonly policy: string;
  readonly group: string | null;
  readonly provider: string;
  /** How often each session's steps stand in it: once for each training. */
  readonly trainings: number;
  /** Null where no policy was trained on all steps. */
  readonly judged: readonly SessionJudgement[] | null;
  /** Null where no policy was trained for classification. */
  readonly predicted: readonly SessionPredictions[] | null;
  /** Training of the one that learns from most; as stored where it was read from the cache. */
  readonly trainMs: number;
  readonly decisions: number;
  readonly elapsedMs: number;
}

export interface ScoreRequest {
  readonly recipe: PolicyRecipe;
  readonly group: ModelGroup;
  readonly labelling: Labelling;
  readonly trainings: readonly Training[];
  readonly examples: SessionExamples;
  readonly catalog: Catalog;
  readonly seed: string;
  readonly providers: readonly string[];
  /** Folder of trained models; null keeps none. */
  readonly cache: string | null;
  /** Called with the share of the trainings done, in [0, 1]. */
  readonly onProgress: (fraction: number, line: string) => void;
  readonly onLine: (line: string) => void;
}

/** Trains a policy on a split's training part and judges it on its test part. */
export async function scorePolicy(request: ScoreRequest): Promise<PolicyScore> {
  const { group, labelling, trainings, examples } = request;
  const score = {
    policy: request.recipe.name,
    group: group.group,
    provider: 'none',
    trainings: 1,
    judged: null as readonly SessionJudgement[] | null,
    predicted: null as readonly SessionPredictions[] | null,
    trainMs: 0,
    decisions: 0,
    elapsedMs: 0,
  };
  for (const [at, training] of trainings.entries()) {
    const { policy, trainMs } = await train(request, training, (fraction, line) =>
      request.onProgress((at + fraction) / trainings.length, line),
    );
    try {
      score.provider = policy.provider;
      score.trainMs = Math.max(score.trainMs, trainMs);
      // On a partly labelled log the policy of all steps proposes what has no label, too.
      if (training === 'labelled' || !labelling.partial) {
        const timed = await predictLabels(policy, group.test, examples, group.testLabels, labelling);
        score.predicted = timed.sessions;
        addTime(score, timed);
      }
      if (training === 'all') {
        const timed = await judgeActions(policy, group.test, examples);
        score.judged = timed.sessions;
        addTime(score, timed);
      }
    } finally {
      await policy.dispose();
    }
  }
  return score;
}

function addTime(score: { decisions: number; elapsedMs: number }, timed: { decisions: number; elapsedMs: number }) {
  score.decisions += timed.decisions;
  score.elapsedMs += timed.elapsedMs;
}

async function train(
  { recipe, group, examples, catalog, seed, providers, cache, onLine }: ScoreRequest,
  training: Training,
  onProgress: (fraction: number, line: string) => void,
): Promise<{ policy: Policy; trainMs: number }> {
  const learned: Example[] = [];
  for (const session of group.train)
    for (const [step, example] of (await examples.of(session)).entries())
      if (training === 'all' || group.trainLabels.has(stepKey(session.id, step))) learned.push(example);
  let trainMs = 0;
  const cached = openModelCache({
    folder: cache,
    onOrigin: (origin) => {
      trainMs = origin.trainMs;
    },
    onDamage: onLine,
  });
  const policy = await cached.policy(recipe).fit(learned, { seed, providers, catalog, onProgress, onLine });
  return { policy, trainMs };
}
