import type { AnswerTimes } from '../../../simulators/pool/answer-times.ts';
import { withTrained } from '../../bench/closed-loop/closed-bench.ts';
import type { OpenPopulation } from '../../bench/closed-loop/in-populations.ts';
import { PAPER_OPERATORS } from '../../bench/closed-loop/paper-operators.ts';
import { sampleSessions } from '../../bench/data/sample-sessions.ts';
import type { TraceDigest } from '../../bench/desks/trace-digest.ts';
import { describeGate } from '../../bench/noise/describe-gate.ts';
import { type ArmLibrary, type PlayedQueues, playQueues } from '../../bench/pool/play-queues.ts';
import { unboundedCrashes } from '../../bench/report/crashes.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import type { Arm, Cell } from '../../contract/scenario.ts';
import type { Deployment } from '../../deployment/train-critic-and-gate.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { createProgress } from '../../runner/progress.ts';
import { MACHINE_MS } from './assumed-times.ts';
import type { SpanOptions } from './options.ts';

export const ARMS_PLAYED: readonly Arm[] = ['human-only', 'copilot', 'selective'];

/** The population that is played, as far as its arms need it. */
export type ArmsRequest = Pick<
  OpenPopulation<Pick<SpanOptions, 'sessions' | 'pressure'>>,
  'open' | 'options' | 'before'
> & {
  readonly digest: Pick<TraceDigest, 'take'>;
};

/**
 * Plays every arm in closed loop at every length of the queue, with one policy, critic and gate: what was played, and
 * where the gate of the selective arm stands, in words.
 */
export async function playArms(request: ArmsRequest, levels: readonly number[], answers: AnswerTimes) {
  const { bench, training } = request.open;
  return withTrained(bench, PAPER_OPERATORS, training, async (deployment) => {
    const arms = await playEach(request, deployment, levels, answers);
    const crashes = [...request.before, ...arms.flatMap(crashesIn)];
    return {
      /** Of the sessions that no arm's desk failed in, so that arms draw from the same ones. */
      libraries: librariesOf(arms),
      gate: describeGate(deployment.gate),
      crashes,
    };
  });
}

async function playEach(
  { open: { bench }, options, digest }: ArmsRequest,
  deployment: Deployment,
  levels: readonly number[],
  answers: AnswerTimes,
): Promise<PlayedQueues[]> {
  const { parts, seed } = bench;
  const traits = { ...PAPER_OPERATORS.traits, 'time-pressure': options.pressure };
  const noise: NoiseSettings = { ...PAPER_OPERATORS, traits };
  const sessions = sampleSessions(parts.evaluation, seed, options.sessions);
  const progress = createProgress('sessions by arm and queue', ARMS_PLAYED.length * sessions.length * levels.length);
  const queues: PlayedQueues[] = [];
  let done = 0;
  for (const arm of ARMS_PLAYED) {
    const cell: Cell = { id: arm, arm, loop: 'closed', noise };
    queues.push(
      await playQueues(
        bench,
        { cell, deployment },
        {
          sessions,
          levels,
          answers,
          machineMs: MACHINE_MS,
          onTrace: (trace) => {
            digest.take(trace);
            progress.update(++done, arm);
          },
        },
      ),
    );
  }
  progress.finish();
  return queues;
}

/** Throws: `UsageError` where no session was played in every arm. */
function librariesOf(arms: readonly PlayedQueues[]): ArmLibrary[] {
  const [first] = arms;
  const common = [...(first?.played.keys() ?? [])].filter((id) => arms.every(({ played }) => played.has(id)));
  if (common.length === 0) throw new UsageError('The desk kept failing in every session of an arm: run again.');
  return arms.map(({ arm, played }) => ({ arm, sessions: common.map((id) => played.get(id)!) }));
}

const crashesIn = ({ arm, played, crashed }: PlayedQueues) =>
  unboundedCrashes(arm, played.size + crashed.length, crashed);
