import type { Calibrator, CalibratorRecipe } from '../contract/calibrator.ts';
import type { Critic, CriticRecipe } from '../contract/critic.ts';
import type { Gate, GateExample, GateOptions, GateRecipe } from '../contract/gate.ts';
import type { NoiseRates } from '../contract/noise-rates.ts';
import type { NoiseSettings, Operator } from '../contract/operator.ts';
import type { FitOptions, Policy } from '../contract/policy.ts';
import type { Trace } from '../contract/trace.ts';
import { memoCritic } from '../engine/memo-critic.ts';
import { criticExampleOf, type Review } from '../engine/review.ts';
import { hashShare } from '../shared/hash.ts';
import { type CopilotFeedback, type Desk, runCopilotPhase } from './copilot-phase.ts';
import type { Parts } from './split-sessions.ts';

/** What is known of the operators' noise. */
export interface KnownNoise {
  /** What the critic is told. */
  readonly rates: NoiseRates;
  /** The gate as it is set by what is known: it may have to be more careful than the critic. */
  readonly gate: GateRecipe;
}

/** Who is asked, and where. */
export interface AskInput {
  readonly parts: Pick<Parts, 'feedback' | 'calibration'>;
  readonly policy: Policy;
  readonly operator: Operator;
  /** How wrong that operator is. */
  readonly noise: NoiseSettings;
  readonly seed: string;
  readonly desk: Desk;
  readonly onProgress?: (stage: 'feedback' | 'calibration', fraction: number, line: string) => void;
  /** Sees what happened in the feedback phase: for measurements, never for what is taught. */
  readonly onFeedbackTrace?: (trace: Trace) => void;
}

/** What operators answered in the two copilot phases. */
export interface CopilotAnswers {
  readonly feedback: CopilotFeedback;
  readonly calibration: CopilotFeedback;
}

/** How critic and gate are made of answers. */
export interface LearnInput {
  readonly policy: Policy;
  /** How wrong the operators are that answered. */
  readonly noise: NoiseSettings;
  readonly critic: CriticRecipe;
  readonly gate: GateRecipe;
  readonly gateOptions: GateOptions;
  /** Makes probabilities of the critic's scores, from held-out sessions that the gate then does without. Absent: none. */
  readonly calibrator?: CalibratorRecipe;
  /** What critic and gate are told of the operators' noise. Absent: nothing. */
  readonly ratesOf?: (noise: NoiseSettings) => Promise<KnownNoise | undefined>;
  readonly seed: string;
  readonly fit: FitOptions;
  /** Most reviews in one call of the critic. */
  readonly batchSize?: number;
  readonly onCritic?: (fraction: number, line: string) => void;
}

export interface TeachInput extends Omit<AskInput, 'onProgress'>, Omit<LearnInput, 'onCritic' | 'batchSize'> {
  readonly onProgress?: (stage: 'feedback' | 'critic' | 'calibration', fraction: number, line: string) => void;
}

/** How much feedback there was on critical suggestions. */
export interface FeedbackCount extends Omit<CopilotFeedback, 'reviews'> {
  readonly reviews: number;
  readonly accepted: number;
}

/** What a copilot phase under one noise setting leads to. */
export interface Deployment {
  readonly noise: NoiseSettings;
  /** Null where there was no feedback to learn from: then nothing is automated. */
  readonly critic: Critic | null;
  readonly gate: Gate;
  readonly feedback: FeedbackCount;
  readonly calibration: FeedbackCount;
  /** Held-out scores and answers from which the threshold was set. */
  readonly gateExamples: readonly GateExample[];
}

/** Copilot phase → critic → held-out copilot phase → gate. But for noise rates, the accept or reject is all that either learns from. */
export async function teachGate(input: TeachInput): Promise<Deployment> {
  const { onProgress, ...rest } = input;
  const answers = await askOperators(input);
  const { batchSize } = input.desk;
  return learnGate(answers, {
    ...rest,
    ...(batchSize === undefined ? {} : { batchSize }),
    ...(onProgress && { onCritic: (fraction, line) => onProgress('critic', fraction, line) }),
  });
}

/** Lets operators work with suggestions: sessions to learn from, and others to set the threshold from. */
export async function askOperators(input: AskInput): Promise<CopilotAnswers> {
  const { parts, policy, operator, noise, seed, desk, onProgress, onFeedbackTrace } = input;
  const phase = (name: 'feedback' | 'calibration') =>
    runCopilotPhase({
      name,
      sessions: parts[name],
      policy,
      operator,
      noise,
      seed,
      desk,
      onProgress: (fraction) => onProgress?.(name, fraction, `${name} of ${parts[name].length} sessions`),
      ...(name === 'feedback' && onFeedbackTrace ? { onTrace: onFeedbackTrace } : {}),
    });
  return { feedback: await phase('feedback'), calibration: await phase('calibration') };
}

/** Critic and gate from what operators answered. */
export async function learnGate({ feedback, calibration }: CopilotAnswers, input: LearnInput): Promise<Deployment> {
  const { noise, batchSize = 256 } = input;
  const known = await input.ratesOf?.(noise);
  const fitted = await fitCritic(input, feedback.reviews, known?.rates);
  const common = { noise, feedback: countFeedback(feedback), calibration: countFeedback(calibration) };
  if (!fitted) {
    const gate = closedGate('no critical suggestion was reviewed');
    return { ...common, critic: null, gate, gateExamples: [] };
  }
  const { critic, reviews } = await calibrate(input, fitted, calibration.reviews, batchSize);
  const gateExamples = await scoreReviews(critic, reviews, batchSize);
  const gate = (known?.gate ?? input.gate).fit(gateExamples, input.gateOptions);
  return { ...common, critic, gate, gateExamples };
}

/** Share of the held-out sessions that a calibrator takes: what it learned from cannot show what the gate promises. */
const CALIBRATOR_SHARE = 0.4;

/** The critic with calibrated scores, and the held-out answers that are left for the gate. */
async function calibrate(
  { calibrator, seed, fit }: LearnInput,
  critic: Critic,
  reviews: readonly Review[],
  batchSize: number,
): Promise<{ critic: Critic; reviews: readonly Review[] }> {
  if (!calibrator) return { critic, reviews };
  const taken = (review: Review) => hashShare('calibrator', seed, review.caseKey ?? review.session) < CALIBRATOR_SHARE;
  const answers = await scoreReviews(critic, reviews.filter(taken), batchSize);
  if (answers.length === 0)
    throw new Error('No held-out answer falls to the calibrator: use more sessions, or no calibrator.');
  const calibrated = calibratedCritic(critic, calibrator.fit(answers, fit));
  return { critic: calibrated, reviews: reviews.filter((review) => !taken(review)) };
}

/** The critic with its scores calibrated. It owns the critic: disposing of it disposes of the critic. */
function calibratedCritic(critic: Critic, calibrator: Calibrator): Critic {
  return {
    name: `${critic.name} + ${calibrator.name}`,
    provider: critic.provider,
    score: async (proposals) => (await critic.score(proposals)).map((score) => calibrator.calibrate(score)),
    dispose: () => critic.dispose(),
  };
}

async function fitCritic(
  input: LearnInput,
  reviews: readonly Review[],
  rates: NoiseRates | undefined,
): Promise<Critic | null> {
  if (reviews.length === 0) return null;
  const examples = reviews.map(criticExampleOf);
  const onProgress = (fraction: number, line: string) => input.onCritic?.(fraction, line);
  return memoCritic(
    await input.critic.fit(examples, input.policy, { ...input.fit, ...(rates && { noise: rates }), onProgress }),
  );
}

/** What the critic says of each review, asked in calls of one size. */
export async function scoreReviews(
  critic: Critic,
  reviews: readonly Review[],
  batchSize: number,
): Promise<GateExample[]> {
  const examples: GateExample[] = [];
  for (let from = 0; from < reviews.length; from += batchSize) {
    const batch = reviews.slice(from, from + batchSize);
    const scores = await critic.score(batch);
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
export function closedGate(reason: string): Gate {
  return { name: 'closed', threshold: null, reason: `Everything is deferred: ${reason}.`, decide: () => 'defer' };
}

function countFeedback({ reviews, ...rest }: CopilotFeedback): FeedbackCount {
  return { ...rest, reviews: reviews.length, accepted: reviews.filter(({ accepted }) => accepted).length };
}
