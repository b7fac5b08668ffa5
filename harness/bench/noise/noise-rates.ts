import type { NoiseRates } from '../../contract/noise-rates.ts';
import type { NoiseSettings, RateByKind } from '../../contract/operator.ts';
import { caseOf, type Session } from '../../contract/session.ts';
import { hashShare } from '../../shared/hash.ts';
import { messageOf } from '../../shared/message-of.ts';
import { meanOf } from '../../shared/numbers.ts';
import { createRng } from '../../shared/streams.ts';
import { type Answer, type CopilotWorld, copilotAnswers, keyOf } from './copilot-answers.ts';
import { auditRates, DELTA_OF_ESTIMATE, type EstimatedRates } from './noise-rates-audit.ts';
import type { KnownNoiseOfGate } from './noise-rates-gate.ts';
import type { NoiseRatesMode } from './noise-rates-modes.ts';
import { reviewRates } from './noise-rates-review.ts';
import type { ReviewedItem } from './reviewed-item.ts';

/** What critics and gates are told of the operators' noise. */
export interface KnownRates {
  /** What critics are told: the likeliest rates. Undefined: nothing. */
  readonly rates: NoiseRates | undefined;
  /** What gates are told: estimated rates at their safe ends. Undefined: nothing. */
  readonly gate: KnownNoiseOfGate | undefined;
  /** In words, such as `known α .1 β .3`. */
  readonly text: string;
}

export interface RatesRequest {
  readonly world: CopilotWorld;
  readonly noise: NoiseSettings;
  readonly sessions: readonly Session[];
  readonly feedback: readonly Answer[];
  /** Probability that the gate may miss its target, for whatever reason. */
  readonly delta: number;
}

/** Share of the feedback sessions that are reviewed again, or audited. */
const SLICE = 0.2;
/** With three answers to a suggestion the rates follow without further assumptions. */
const MORE_REVIEWERS = ['second reviewer', 'third reviewer'];

/**
 * What is known of the noise, by the way in which it comes to be known: as set, from a slice of the feedback that three
 * operators answer, or from a slice whose truth is audited. Where a slice shows nothing, nothing is told.
 */
export async function knownRates(mode: NoiseRatesMode, request: RatesRequest): Promise<KnownRates> {
  const { world, noise, sessions, feedback, delta } = request;
  const sliced = sessions.filter((session) => hashShare('review slice', world.seed, caseOf(session)) < SLICE);
  const ids = new Set(sliced.map(({ id }) => id));
  const slice = feedback.filter(({ session }) => ids.has(session));
  switch (mode) {
    case 'none':
      return nothing();
    case 'known':
      return known(feedback, noise);
    case 'gold':
      return estimated(`audit of ${slice.length}`, () => auditRates(slice, delta));
    case 'triple-review': {
      if (slice.length === 0) return nothing('no session falls to the review slice');
      const further: Answer[][] = [];
      for (const reviewer of MORE_REVIEWERS)
        further.push(await copilotAnswers(world, 'feedback', sliced, noise, `${world.seed} ${reviewer}`));
      const items = reviewedItems([slice, ...further]);
      const rng = createRng('triple review', world.seed);
      return estimated(`${slice.length} reviewed by three`, () => reviewRates(items, delta, rng));
    }
  }
}

function nothing(why?: string): KnownRates {
  return { rates: undefined, gate: undefined, text: why === undefined ? 'nothing' : `nothing (${why})` };
}

/** Known rates hold without doubt, and of each slice by itself. */
function known(feedback: readonly Answer[], noise: NoiseSettings): KnownRates {
  const rates = trueRates(feedback, noise);
  const bySlice: KnownNoiseOfGate['bySlice'] = (sliceOf) => {
    const slices = new Map<string, Answer[]>();
    for (const answer of feedback) {
      const slice = sliceOf(answer.action, answer.screen.procedure?.id ?? null);
      const members = slices.get(slice) ?? [];
      slices.set(slice, members);
      members.push(answer);
    }
    const found = new Map([...slices].map(([slice, answers]) => [slice, trueRates(answers, noise)]));
    return (slice) => found.get(slice);
  };
  return { rates, gate: { noise: rates, deltaShare: 1, bySlice }, text: `known ${ratesInWords(rates)}` };
}

/** A slice that says nothing of the rates is a finding, not a fault of the run. */
function estimated(how: string, estimate: () => EstimatedRates): KnownRates {
  try {
    const { likely, safe } = estimate();
    return {
      rates: likely,
      gate: { noise: safe, deltaShare: 1 - DELTA_OF_ESTIMATE },
      text: `${how}: ${ratesInWords(likely)}; gates ${ratesInWords(safe)} at δ/2`,
    };
  } catch (error) {
    return nothing(messageOf(error));
  }
}

/** Answers to the same suggestion side by side. */
function reviewedItems(byReviewer: readonly (readonly Answer[])[]): ReviewedItem[] {
  const items = new Map<string, { operator: string; accepted: boolean }[]>();
  for (const [reviewer, answers] of byReviewer.entries())
    for (const answer of answers) {
      const reviews = items.get(keyOf(answer)) ?? [];
      items.set(keyOf(answer), reviews);
      reviews.push({ operator: `reviewer ${reviewer + 1}`, accepted: answer.accepted });
    }
  return [...items.values()].map((reviews) => ({ reviews }));
}

/** Such as `α 0.100 β 0.300`. */
export const ratesInWords = ({ alpha, beta }: NoiseRates) => `α ${alpha.toFixed(3)} β ${beta.toFixed(3)}`;

/** Rates of all these suggestions together, where rates differ by kind of action. */
function trueRates(answers: readonly Pick<Answer, 'right' | 'action'>[], { alpha, beta }: NoiseSettings): NoiseRates {
  const mean = (rates: readonly number[]) => (rates.length === 0 ? null : meanOf(rates));
  const over = (rates: RateByKind, right: boolean) =>
    mean(answers.filter((one) => one.right === right).map(({ action }) => rates[action.kind])) ??
    mean(answers.map(({ action }) => rates[action.kind])) ??
    rates.send_text;
  return { alpha: over(alpha, true), beta: over(beta, false) };
}
