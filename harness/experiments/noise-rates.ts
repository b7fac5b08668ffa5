import { dawidSkene } from '../../policies/noise/dawid-skene.ts';
import { estimateByGoldAudit } from '../../policies/noise/gold-audit.ts';
import type { ReviewedItem } from '../../policies/noise/reviewed-item.ts';
import type { NoiseRates } from '../contract/noise-rates.ts';
import type { NoiseSettings } from '../contract/operator.ts';
import type { Session } from '../contract/session.ts';
import { hashShare } from '../engine/hash.ts';
import { type Answer, type CopilotWorld, copilotAnswers, keyOf } from './critics/copilot-answers.ts';
import type { NoiseRatesMode } from './noise-rates-modes.ts';

/** What critics and gates are told of the operators' noise. */
export interface ToldRates {
  /** Undefined: nothing. */
  readonly rates: NoiseRates | undefined;
  /** In words, such as `known α .1 β .3`. */
  readonly text: string;
}

export interface RatesRequest {
  readonly world: CopilotWorld;
  readonly noise: NoiseSettings;
  readonly sessions: readonly Session[];
  readonly feedback: readonly Answer[];
}

/** Share of the feedback sessions that are reviewed again, or audited. */
const SLICE = 0.2;
/** With three answers to a suggestion the rates follow without further assumptions. */
const MORE_REVIEWERS = ['second reviewer', 'third reviewer'];

/**
 * What is known of the noise, by the way in which it comes to be known: as set, from a slice of the feedback that three
 * operators answer, or from a slice whose truth is audited. Where a slice shows nothing, nothing is told.
 */
export async function toldRates(mode: NoiseRatesMode, request: RatesRequest): Promise<ToldRates> {
  const { world, noise, sessions, feedback } = request;
  const sliced = sessions.filter(({ id }) => hashShare('review slice', world.seed, id) < SLICE);
  const ids = new Set(sliced.map(({ id }) => id));
  const slice = feedback.filter(({ session }) => ids.has(session));
  switch (mode) {
    case 'none':
      return { rates: undefined, text: 'nothing' };
    case 'known':
      return inWords('known', trueRates(feedback, noise));
    case 'gold':
      return orNothing(() => inWords(`audit of ${slice.length}:`, estimateByGoldAudit(slice).rates));
    case 'double-review': {
      if (slice.length === 0) return { rates: undefined, text: 'nothing (no session falls to the review slice)' };
      const further: Answer[][] = [];
      for (const reviewer of MORE_REVIEWERS)
        further.push(await copilotAnswers(world, 'feedback', sliced, noise, `${world.seed} ${reviewer}`));
      return orNothing(() =>
        inWords(`${slice.length} reviewed:`, dawidSkene(reviewedItems([slice, ...further])).rates),
      );
    }
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

/** A slice that says nothing of the rates is a finding, not a fault of the run. */
function orNothing(estimate: () => ToldRates): ToldRates {
  try {
    return estimate();
  } catch (error) {
    return { rates: undefined, text: `nothing (${error instanceof Error ? error.message : String(error)})` };
  }
}

function inWords(how: string, rates: NoiseRates): ToldRates {
  const { alpha, beta } = rates;
  return { rates, text: `${how} α ${alpha.toFixed(3)} β ${beta.toFixed(3)}` };
}

/** Rates of all these suggestions together, where rates differ by kind of action. */
function trueRates(answers: readonly Pick<Answer, 'right' | 'action'>[], { alpha, beta }: NoiseSettings): NoiseRates {
  const mean = (rates: number[]) =>
    rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const ofRight = answers.filter(({ right }) => right).map(({ action }) => alpha[action.kind]);
  const ofWrong = answers.filter(({ right }) => !right).map(({ action }) => beta[action.kind]);
  return { alpha: mean(ofRight) ?? alpha.send_text, beta: mean(ofWrong) ?? beta.send_text };
}
