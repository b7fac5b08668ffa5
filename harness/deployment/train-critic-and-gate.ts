import type { Calibrator, CalibratorRecipe } from '../contract/calibrator.ts';
import type { Critic, CriticRecipe } from '../contract/critic.ts';
import type { Gate, GateExample, GateOptions, GateRecipe } from '../contract/gate.ts';
import type { NoiseRates } from '../contract/noise-rates.ts';
import type { OodRecipe } from '../contract/ood.ts';
import { memoCritic } from '../engine/memo.ts';
import { criticExampleOf, type Review } from '../engine/review.ts';
import { wrapCritic, wrapGate } from '../engine/wrap-role.ts';
import { hashShare } from '../shared/hash.ts';
import type { TrainingBench } from './bench.ts';
import type { CopilotFeedback, Feedback } from './collect-feedback.ts';

/** What is known of the operators' noise. */
export interface KnownNoise {
  /** What the critic is told. */
  readonly rates: NoiseRates;
  /** The gate as it is set by what is known: it may have to be more careful than the critic. */
  readonly gate: GateRecipe;
}

/** Which screens are too unusual to act on without a human. */
export interface Fallback {
  readonly recipe: OodRecipe;
  /** Scores beyond it are unusual. Given are those of held-out screens. */
  readonly threshold: (scores: readonly number[]) => number;
}

/** How critic and gate are made of feedback. */
export interface TrainingSettings {
  readonly critic: CriticRecipe;
  readonly gate: GateRecipe;
  readonly gateOptions: GateOptions;
  /** Makes probabilities of the critic's scores, from held-out sessions that the gate then does without. Absent: none. */
  readonly calibrator?: CalibratorRecipe | undefined;
  /** What critic and gate are told of the operators' noise. Absent: nothing. */
  readonly known?: KnownNoise | undefined;
  /** Absent: no screen is too unusual. */
  readonly fallback?: Fallback | undefined;
  /** Held-out answers below which nothing passes. Absent: the gate sees to it. */
  readonly minSupport?: number;
  readonly onProgress?: ((fraction: number, line: string) => void) | undefined;
}

/** A critic and a gate, and what the gate was set from. */
export interface Deployment {
  /** Null where there was no feedback to learn from: then nothing is automated. */
  readonly critic: Critic | null;
  readonly gate: Gate;
  /** Held-out scores and answers from which the threshold was set. */
  readonly gateExamples: readonly GateExample[];
}

/** Reviews in one call of the critic. */
const BATCH = 256;

/**
 * Trains a critic on the feedback and sets its gate from the held-out answers. But for noise rates, the accept or reject is
 * all that either learns from. Whoever asks for it disposes of the critic: see `withDeployment`.
 */
export async function trainCriticAndGate(
  bench: Pick<TrainingBench, 'policy' | 'seed' | 'fit'>,
  { feedback, calibration }: Readonly<Record<keyof Feedback, Pick<CopilotFeedback, 'reviews'>>>,
  settings: TrainingSettings,
): Promise<Deployment> {
  if (feedback.reviews.length === 0)
    return { critic: null, gate: neverPasses('no critical suggestion was reviewed'), gateExamples: [] };
  const { known, minSupport = 0, gateOptions } = settings;
  const { onProgress } = settings;
  const trained = await settings.critic.fit(feedback.reviews.map(criticExampleOf), bench.policy, {
    ...bench.fit,
    ...(known && { noise: known.rates }),
    onProgress: (fraction, line) => onProgress?.(fraction, line),
  });
  try {
    const { critic: calibrated, held } = await calibrate(bench, memoCritic(trained), calibration.reviews, settings);
    const critic = withFallback(calibrated, feedback.reviews, held, settings.fallback, bench.seed);
    const gateExamples = await scoreReviews(critic, held);
    const gate =
      held.length < minSupport
        ? neverPasses(`there are ${held.length} held-out answers, and ${minSupport} are asked for`)
        : (known?.gate ?? settings.gate).fit(gateExamples, gateOptions);
    return { critic, gate: critic === calibrated ? gate : deferUnusual(gate), gateExamples };
  } catch (error) {
    await trained.dispose();
    throw error;
  }
}

/** Share of the held-out sessions that a calibrator takes: what it learned from cannot show what the gate promises. */
const CALIBRATOR_SHARE = 0.4;

/** The critic with calibrated scores, and the held-out answers that are left for the gate. */
async function calibrate(
  { seed, fit }: Pick<TrainingBench, 'seed' | 'fit'>,
  critic: Critic,
  reviews: readonly Review[],
  { calibrator }: TrainingSettings,
): Promise<{ critic: Critic; held: readonly Review[] }> {
  if (!calibrator) return { critic, held: reviews };
  const calibrates = ({ caseKey, session }: Review) =>
    hashShare('calibrator', seed, caseKey ?? session) < CALIBRATOR_SHARE;
  const answers = await scoreReviews(critic, reviews.filter(calibrates));
  if (answers.length === 0)
    throw new Error('No held-out answer falls to the calibrator: use more sessions, or no calibrator.');
  return {
    critic: calibratedCritic(critic, calibrator.fit(answers, fit)),
    held: reviews.filter((review) => !calibrates(review)),
  };
}

/** The critic with its scores calibrated. It owns the critic: disposing of it disposes of the critic. */
export function calibratedCritic(critic: Critic, calibrator: Calibrator): Critic {
  return wrapCritic(critic, {
    name: `${critic.name} + ${calibrator.name}`,
    score: async (proposals) => (await critic.score(proposals)).map((score) => calibrator.calibrate(score)),
  });
}

/** A score that no gate passes: given to screens that are too unusual. */
const UNUSUAL = 0;

/** The critic, with nothing to say for screens unlike those that it learned from: these fall back to the operator. */
export function withFallback(
  critic: Critic,
  learned: readonly Review[],
  held: readonly Review[],
  fallback: Fallback | undefined,
  seed: string,
): Critic {
  if (!fallback || (fallback.recipe.unavailable?.(learned) ?? null) !== null) return critic;
  const scorer = fallback.recipe.fit(learned, { seed });
  const threshold = fallback.threshold(scorer.score(held));
  return wrapCritic(critic, {
    name: `${critic.name}, ${scorer.name} aside`,
    async score(proposals) {
      const unusual = scorer.score(proposals);
      const scores = await critic.score(proposals);
      return scores.map((score, at) => ((unusual[at] ?? 0) > threshold ? UNUSUAL : score));
    },
  });
}

/** The gate, which defers on screens that were too unusual, whatever its threshold. */
export function deferUnusual(gate: Gate): Gate {
  return wrapGate(gate, {
    decide: (score, action, procedure) => (score > UNUSUAL ? gate.decide(score, action, procedure) : 'defer'),
  });
}

/** What the critic says of each review, asked in calls of one size. It sees proposals only. */
export async function scoreReviews<T extends Review>(
  critic: Critic,
  reviews: readonly T[],
  batchSize = BATCH,
): Promise<GateExample[]> {
  const examples: GateExample[] = [];
  for (let from = 0; from < reviews.length; from += batchSize) {
    const batch = reviews.slice(from, from + batchSize);
    const scores = await critic.score(batch.map(({ screen, suggestion }) => ({ screen, suggestion })));
    batch.forEach(({ accepted, action, session, caseKey, screen }, i) => {
      const score = scores[i];
      if (score === undefined || !(score >= 0 && score <= 1))
        throw new Error(`Critic "${critic.name}" scored a review of session "${session}" ${score}, not in [0, 1].`);
      examples.push({ score, accepted, action, procedure: screen.procedure?.id ?? null, session: caseKey ?? session });
    });
  }
  return examples;
}

/** A gate that nothing passes. */
export function neverPasses(reason: string): Gate {
  return { name: 'closed', threshold: null, reason: `Everything is deferred: ${reason}.`, decide: () => 'defer' };
}
