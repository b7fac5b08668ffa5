import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import type { OperatorTimes } from '../../../simulators/operators/answering/operator-times.ts';
import type { Catalog } from '../../contract/catalog.ts';
import type { Environment } from '../../contract/environment.ts';
import { uniformNoise } from '../../contract/noise-rates.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import type { Policy } from '../../contract/policy.ts';
import type { Session } from '../../contract/session.ts';
import { type CopilotFeedback, type CopilotPhase, collectPhase } from '../../deployment/collect-feedback.ts';
import type { EpisodeLimits } from '../../engine/episode-limits.ts';
import type { Review } from '../../engine/review.ts';
import { MachineError, UsageError } from '../../runner/exit-code.ts';
import { inProcessDesks } from '../desks/desks.ts';
import { boundsOf, type Crashes, phaseCrashes } from '../report/crashes.ts';

/** What plays the copilot phases. */
export interface CopilotWorld {
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly times: OperatorTimes;
  readonly seed: string;
  /** Where operators answer. Absent: in-process. */
  readonly openEnvironment?: () => Environment;
  /** When an episode there is given up. Absent: never. */
  readonly limits?: EpisodeLimits;
  /** Told of every phase in which the desk failed for good. */
  readonly onCrashes?: (crashes: readonly Crashes[]) => void;
}

/** A critical suggestion, what an operator answered, and whether it is right. */
export interface Answer extends Review {
  readonly right: boolean;
}

/** Operators who never err answer with the truth. */
const TRUTHFUL = uniformNoise();

/**
 * What operators of this noise answer to the policy's critical suggestions in open loop, with the truth beside it: of
 * the sessions in which the desk failed neither for them nor for those who tell the truth. The same seed gives the same
 * operators; another one asks others.
 */
export async function copilotAnswers(
  world: CopilotWorld,
  name: CopilotPhase,
  sessions: readonly Session[],
  noise: NoiseSettings,
  seed = world.seed,
): Promise<Answer[]> {
  const answered = await play(world, name, sessions, noise, seed);
  const truthful = await play(world, name, sessions, TRUTHFUL, seed);
  const crashed = [...new Set([...answered.crashed, ...truthful.crashed])];
  const lost = new Set(crashed);
  const truth = new Map(truthful.reviews.map((review) => [keyOf(review), review.accepted]));
  const answers = answered.reviews
    .filter(({ session }) => !lost.has(session))
    .map((review): Answer => {
      const right = truth.get(keyOf(review));
      if (right === undefined)
        throw new Error(`The suggestion at step ${keyOf(review)} was not seen twice in open loop.`);
      return { ...review, right };
    });
  world.onCrashes?.(boundedCrashes(name, seed, answers, { sessions: sessions.length, crashed }));
  if (answers.length > 0) return answers;
  if (crashed.length > 0)
    throw new MachineError(
      [
        `In ${crashed.length} of ${sessions.length} sessions of the ${name} phase the desk failed for good,`,
        'and the others hold no critical suggestion: run again.',
      ].join(' '),
    );
  throw new UsageError(
    `The policy made no critical suggestion in the ${name} phase: use more sessions or another policy.`,
  );
}

/** What crashed in a phase; of what is judged, how far that could move the share of right suggestions. */
function boundedCrashes(
  name: CopilotPhase,
  seed: string,
  answers: readonly Answer[],
  phase: Pick<CopilotFeedback, 'sessions' | 'crashed'>,
): Crashes[] {
  const found = phaseCrashes(name, seed, phase);
  if (name !== 'evaluation') return found;
  const bySession = new Map<string, { right: number; all: number }>();
  for (const { session, right } of answers) {
    const own = bySession.get(session) ?? { right: 0, all: 0 };
    bySession.set(session, { right: own.right + Number(right), all: own.all + 1 });
  }
  const sums = {
    numerators: [...bySession.values()].map(({ right }) => right),
    denominators: [...bySession.values()].map(({ all }) => all),
  };
  return found.map(({ inTraining: _, ...one }) => ({
    ...one,
    bounds: new Map([boundsOf('right', 'suggestions that are right', 'share', sums, one.sessions.length)]),
  }));
}

/** Names a suggestion. */
export const keyOf = ({ session, step }: Pick<Review, 'session' | 'step'>) => `${step} ${session}`;

async function play(
  { catalog, policy, times, openEnvironment = inProcessDesks(catalog).openEnvironment, limits }: CopilotWorld,
  name: CopilotPhase,
  sessions: readonly Session[],
  noise: NoiseSettings,
  seed: string,
): Promise<CopilotFeedback> {
  const operator = createOperator({ noise, times, population: seed });
  return collectPhase({ catalog, desks: { openEnvironment, limits }, policy, seed }, name, sessions, noise, operator);
}
