import type { Answer } from '../../../policies/networks/alignment/align.ts';
import type { TrainableNetwork } from '../../../policies/networks/alignment/trainable.ts';
import type { Parameters } from '../../../policies/networks/training/trainer-role.ts';
import type { KeyedSums } from '../../../reports/stats/session-sums.ts';
import type { GatheredAnswer } from '../../bench/feedback/gather-answers.ts';
import { sumsBySession } from '../../bench/feedback/sums-by-session.ts';
import { meanOf } from '../../shared/numbers.ts';

/** How a network chooses at some point of its training. */
export interface ChoicePoint {
  readonly steps: number;
  /** Mean over screens of KL(now ‖ as it was deployed), in nats, exact over what each offers. */
  readonly divergence: number;
  /** Choices that are the logged ones: at every step, and at those where the deployed policy's was not. */
  readonly historical: KeyedSums;
  readonly hard: KeyedSums;
  /** At hard steps, mean probability of the logged action, of what the deployed policy proposed, and of all else. */
  readonly mass: { readonly chosen: number; readonly rejected: number; readonly else: number };
}

/** Judges a network's choices on steps that nobody learned from. */
export interface ChoiceJudge {
  judge(parameters: Parameters, steps: number): Promise<ChoicePoint>;
}

interface Judged {
  readonly answer: Answer<unknown>;
  readonly id: string;
  readonly session: string;
}

/** `steps`: what the deployed policy proposes at each step, answered by the log. */
export async function openJudge(network: TrainableNetwork, steps: readonly GatheredAnswer[]): Promise<ChoiceJudge> {
  const answers = await network.answersOf(steps);
  const judged = answers.flatMap((own, at): Judged[] => {
    const { id, session } = steps[at]!;
    return own.filter(({ right }) => right !== null).map((answer) => ({ answer, id, session }));
  });
  const items = judged.map(({ answer }) => answer.item);
  const logsUnder = async (parameters: Parameters) => (await network.model.score(parameters, items)).map(logSoftmax);
  const before = await logsUnder(network.model.parameters);
  const hard = judged.flatMap(({ answer }, at) => (answer.refused === null ? [] : [at]));
  return {
    async judge(parameters, made) {
      const now = await logsUnder(parameters);
      const isRight = (at: number) => now[at]!.indexOf(Math.max(...now[at]!)) === judged[at]!.answer.right;
      const probability = (at: number, place: number) => Math.exp(now[at]![place]!);
      const all = judged.map((_, at) => at);
      const tally = (some: readonly number[]) =>
        sumsBySession(some.map((at) => ({ session: judged[at]!.id, case: judged[at]!.session, right: isRight(at) })));
      const chosen = meanOf(hard.map((at) => probability(at, judged[at]!.answer.right!)));
      const rejected = meanOf(hard.map((at) => probability(at, judged[at]!.answer.refused!)));
      return {
        steps: made,
        divergence: meanOf(all.map((at) => divergence(now[at]!, before[at]!))),
        historical: tally(all),
        hard: tally(hard),
        mass: { chosen, rejected, else: 1 - chosen - rejected },
      };
    },
  };
}

/** Shape: [candidates] → [candidates]. */
function logSoftmax(scores: Float32Array): Float64Array {
  const top = Math.max(...scores);
  const total = Math.log(scores.reduce((sum, score) => sum + Math.exp(score - top), 0)) + top;
  return Float64Array.from(scores, (score) => score - total);
}

/** KL(p ‖ q) in nats, given logarithms. */
const divergence = (p: Float64Array, q: Float64Array) =>
  p.reduce((sum, log, at) => sum + Math.exp(log) * (log - q[at]!), 0);
