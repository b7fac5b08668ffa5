import { wasExecuted } from '../../../reports/metrics/support/step-facts.ts';
import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import { uniformRate } from '../../contract/noise-rates.ts';
import type { NoiseSettings, Operator, WorkContext } from '../../contract/operator.ts';
import type { Trace, TraceStep } from '../../contract/trace.ts';
import { sumOf } from '../../shared/numbers.ts';
import { createStreams } from '../../shared/streams.ts';
import { type RewardWeights, USUAL_WEIGHTS } from './reward-weights.ts';

const MINUTE_MS = 60_000;

/**
 * What a closed-loop session was worth: its goal, the active time of operators, and each critical suggestion that was
 * wrong and that automation ran or an operator accepted. What an operator did by hand counts by its time and by the
 * goal alone: no policy proposed it. Repairs do not take a wrong one back.
 *
 * An episode that was cut off has not reached its goal, and counts with what was done. Null: the desk crashed, which says
 * nothing of the policy. Throws: where the trace is of open loop.
 */
export const trueReward = (trace: Trace, weights: RewardWeights = USUAL_WEIGHTS): number | null =>
  rewardOf(trace, weights, (_, right) => right);

/** People who say afterwards what was right in a session. */
export interface Judges {
  /** Who never slips: a judge does nothing by hand. */
  readonly operator: Operator;
  /** Names their draws, with the session: the same judges say the same of the same trace. */
  readonly seed: string;
  /** The judge's day. Absent: nothing is known of it, and who it is. */
  readonly work?: WorkContext | undefined;
}

/** Judges of this noise, and of the team that the population names. */
export const judgesOf = (noise: NoiseSettings, seed: string, population: string, work?: WorkContext): Judges => ({
  operator: createOperator({ noise: { ...noise, slip: uniformRate(0) }, population }),
  seed,
  work,
});

/**
 * The same as people report it who look at the session afterwards and err as operators do: the goal is judged as the
 * action that the case ended with, each critical suggestion performed as itself, with the operators' α, β and traits; time
 * is measured. They are asked anew, by draws of their own, of what an operator had accepted too.
 *
 * A trace does not hold all that was acceptable, so that a taste for another right action (`preference`) does not show;
 * what deceived an operator at the time deceives nobody who sees how it ended.
 */
export function reportedReward(trace: Trace, judges: Judges, weights: RewardWeights = USUAL_WEIGHTS): number | null {
  const { operator, seed, work } = judges;
  const streams = createStreams({ seed, session: trace.session, group: 'judged afterwards' });
  return rewardOf(trace, weights, (step, right, at) => {
    const answer = operator.respond({
      suggestion: step.chosen,
      confidence: step.confidence,
      truth: { acceptable: [step.reference] },
      same: () => right,
      critical: true,
      screen: () => {
        throw new Error('a judge looks at no screen: what is judged is done');
      },
      streams: (_role, index, purpose) => streams('second operator', index, purpose),
      step: at,
      ...(work && { work }),
    });
    return answer.verdict === 'accept';
  });
}

/** Whether somebody finds what was done at a step right; `at` is the step, or for the goal the number of steps. */
type Judge = (step: TraceStep, right: boolean, at: number) => boolean;

function rewardOf(trace: Trace, { goal, activeMinute, wrong }: RewardWeights, findsRight: Judge): number | null {
  const { loop, session, steps, outcome } = trace;
  if (loop !== 'closed')
    throw new Error(`session ${session} was played in ${loop} loop, which knows no goal: play it in closed loop`);
  const last = steps.at(-1);
  if (!last || !outcome) return null;
  const reached = findsRight(last, outcome.goalReached, steps.length);
  const failed = steps.filter((step) => isFinal(step) && !findsRight(step, step.closed?.right === true, step.index));
  return (
    (reached ? goal : 0) + (activeMinute * sumOf(steps, (step) => step.activeMs)) / MINUTE_MS + wrong * failed.length
  );
}

/** A critical suggestion that was performed as it was proposed. */
const isFinal = (step: TraceStep): boolean =>
  step.critical && step.suggestion !== null && (wasExecuted(step) || step.verdict === 'accept');
