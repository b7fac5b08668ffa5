import type { Action } from '../../../harness/contract/action.ts';
import type { StreamPurpose } from '../../../harness/contract/draw-names.ts';
import { logNormal } from '../../../harness/contract/draws.ts';
import type { Feedback } from '../../../harness/contract/operator.ts';
import type { Rng } from '../../../harness/contract/rng.ts';

/** A lognormal time. `sigma` is the standard deviation of its logarithm. */
export interface TimeModel {
  readonly medianMs: number;
  readonly sigma: number;
}

/** The acts that take an operator's time. */
export const ACTS = [
  'draft',
  'pick',
  'review',
  'freeText',
  'form',
  'procedure',
  'click',
  'finish',
  'lookBack',
  'catchUp',
] as const;
export type Act = (typeof ACTS)[number];

/**
 * Active time of each act: `draft` words an answer, `pick` takes the reply that a draft brought up, `review` reads a
 * suggestion and takes or refuses it, `finish` closes or transfers, `lookBack` reads what was done before, to find
 * what is amiss, `catchUp` reads what happened in one step that ran unattended.
 */
export type OperatorTimes = Readonly<Record<Act, TimeModel>>;

/**
 * The times of STAR's operators. STAR has no transfer and no close: `finish` is assumed to take as long
 * as a pick. Source: docs/reference.md for the medians; `click` and all sigmas as `fitOperators` finds them
 * in 4,384 dialogues of STAR. `lookBack` is in no log: assumed to take as long as wording an answer. `catchUp`
 * is in none either: nothing, unless an experiment sets it. `review` is assumed to take as long as a pick.
 */
export const STAR_TIMES: OperatorTimes = {
  draft: { medianMs: 10_000, sigma: 0.94 },
  pick: { medianMs: 2_000, sigma: 0.88 },
  review: { medianMs: 2_000, sigma: 0.88 },
  freeText: { medianMs: 9_000, sigma: 0.86 },
  form: { medianMs: 10_000, sigma: 0.99 },
  procedure: { medianMs: 5_000, sigma: 1 },
  click: { medianMs: 5_000, sigma: 0.84 },
  finish: { medianMs: 2_000, sigma: 0.88 },
  lookBack: { medianMs: 10_000, sigma: 0.94 },
  catchUp: { medianMs: 0, sigma: 0 },
};

const REVIEW: readonly Act[] = ['review'];

/** The acts of doing an action by hand. A canned reply is drafted first, then picked from what the draft brings up. */
function actsByHand(action: Action): readonly Act[] {
  switch (action.kind) {
    case 'select_procedure':
      return ['procedure'];
    case 'submit_form':
      return ['form'];
    case 'click_control':
      return ['click'];
    case 'send_text':
      return action.reply === null ? ['freeText'] : ['draft', 'pick'];
    case 'transfer':
    case 'close':
      return ['finish'];
  }
}

/** The acts of one answer: a suggestion is reviewed; what is not accepted is then done by hand. */
function actsOf(verdict: Feedback['verdict'], own: Action): { review: readonly Act[]; byHand: readonly Act[] } {
  return {
    review: verdict === 'unaided' ? [] : REVIEW,
    byHand: verdict === 'accept' ? [] : actsByHand(own),
  };
}

/** What makes one answer take more or less time than its acts usually do. */
export interface TimeConditions {
  readonly factor: number;
  /** Whether the operator looks back at what was done before. */
  readonly lookBack: boolean;
  /** Steps that ran unattended since an operator last acted. */
  readonly unattendedSteps: number;
}

/**
 * Active time of one answer in whole milliseconds. Each act draws from a stream of its own, so that a
 * suggestion refused takes exactly as long by hand as the same action unaided.
 */
export function drawActiveMs(
  verdict: Feedback['verdict'],
  own: Action,
  times: OperatorTimes,
  stream: (purpose: StreamPurpose) => Rng,
  { factor, lookBack, unattendedSteps }: TimeConditions = { factor: 1, lookBack: false, unattendedSteps: 0 },
): number {
  const { review, byHand } = actsOf(verdict, own);
  const timeOf = (act: Act, purpose: StreamPurpose) =>
    logNormal(times[act].medianMs, times[act].sigma, stream(purpose));
  let ms = lookBack ? timeOf('lookBack', 'look back') : 0;
  if (unattendedSteps > 0 && times.catchUp.medianMs > 0) ms += unattendedSteps * timeOf('catchUp', 'catch up');
  for (const act of review) ms += timeOf(act, act);
  for (const act of byHand) ms += timeOf(act, `by hand ${act}`);
  return Math.round(factor * ms);
}
