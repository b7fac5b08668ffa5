import {
  bestF1Threshold,
  type KnownScore,
  type MeasuredScores,
  measureScores,
} from '../../../reports/measures/score-measures.ts';
import type { ModelCache } from '../../bench/models/cache/model-cache.ts';
import type { Answer } from '../../bench/noise/copilot-answers.ts';
import type { Calibrator, CalibratorRecipe } from '../../contract/calibrator.ts';
import type { Critic, CriticExample, CriticRecipe } from '../../contract/critic.ts';
import type { GateExample } from '../../contract/gate.ts';
import type { NoiseRates } from '../../contract/noise-rates.ts';
import type { Policy } from '../../contract/policy.ts';
import { scoreReviews } from '../../deployment/train-critic-and-gate.ts';
import { criticExampleOf } from '../../engine/review.ts';
import { createRng } from '../../shared/streams.ts';

/** A suggestion that a critic scored, with the answer that it got and the truth. */
export interface AnswerScores extends GateExample, KnownScore {}

/** One critic at one noise point. */
export type JudgedCritic = Awaited<ReturnType<typeof judgeCritic>>;

export interface JudgeRequest {
  readonly answers: {
    readonly feedback: readonly Answer[];
    readonly calibration: readonly Answer[];
    readonly evaluation: readonly Answer[];
  };
  readonly policy: Policy;
  readonly calibrators: readonly CalibratorRecipe[];
  /** What noise-aware critics are told. */
  readonly noise: NoiseRates | undefined;
  readonly seed: string;
  readonly providers: readonly string[];
  readonly cache: ModelCache;
  readonly target: number;
  readonly draws: number;
  readonly onProgress: (fraction: number, line: string) => void;
}

/** Teaches a critic by the feedback and judges it, calibrated and not, against the truth of the evaluation sessions. */
export async function judgeCritic(recipe: CriticRecipe, request: JudgeRequest) {
  const { answers, policy, noise, seed, providers, cache, calibrators } = request;
  const feedback = withoutTruth(answers.feedback);
  const options = { seed, providers, onProgress: request.onProgress, ...(noise && { noise }) };
  const critic = await cache.critic(recipe).fit(feedback, policy, options);
  try {
    const calibration = await score(critic, answers.calibration);
    const evaluation = await score(critic, answers.evaluation);
    const measure = (calibrator: Calibrator | null) => measureWith(calibrator, calibration, evaluation, request);
    return {
      name: recipe.name,
      /** Whether it learned from the answers, as proxies do not. */
      learned: recipe.learns,
      provider: critic.provider,
      /** Held-out answers from which thresholds and calibrators are set. */
      calibration,
      evaluation,
      /** Of the highest F1 against the held-out answers. */
      threshold: bestF1Threshold(calibration),
      measured: measure(null),
      calibrated: calibrators.map((one) => ({
        calibrator: one.name,
        measured: measure(one.fit(calibration, { seed })),
      })),
    };
  } finally {
    await critic.dispose();
  }
}

/** What a critic may see of answers: the truth stays with the bench. */
export function withoutTruth(answers: readonly Answer[]): CriticExample[] {
  return answers.map(criticExampleOf);
}

function measureWith(
  calibrator: Calibrator | null,
  calibration: readonly AnswerScores[],
  evaluation: readonly AnswerScores[],
  { seed, target, draws }: JudgeRequest,
): MeasuredScores {
  const apply = <T extends { readonly score: number }>(items: readonly T[]) =>
    calibrator === null ? items : items.map((item) => ({ ...item, score: calibrator.calibrate(item.score) }));
  return measureScores(apply(evaluation), {
    threshold: bestF1Threshold(apply(calibration)),
    target,
    rng: () => createRng('critic scores', seed),
    draws,
  });
}

async function score(critic: Critic, answers: readonly Answer[]): Promise<AnswerScores[]> {
  const scored = await scoreReviews(critic, answers);
  return scored.map((example, i) => ({ ...example, right: answers[i]!.right }));
}
