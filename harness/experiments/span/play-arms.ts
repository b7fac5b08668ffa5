import type { AnswerTimes } from '../../../simulators/pool/answer-times.ts';
import { type ClosedBench, withTrained } from '../../bench/closed-loop/closed-bench.ts';
import type { OpenBench } from '../../bench/closed-loop/open-closed-bench.ts';
import { PAPER_OPERATORS } from '../../bench/closed-loop/paper-operators.ts';
import { sampleSessions } from '../../bench/data/sample-sessions.ts';
import { describeGate } from '../../bench/noise/describe-gate.ts';
import { type ArmLibrary, type PlayedQueues, playQueues } from '../../bench/pool/play-queues.ts';
import { type Crashes, unboundedCrashes } from '../../bench/report/crashes.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import type { Arm, Cell } from '../../contract/scenario.ts';
import type { Trace } from '../../contract/trace.ts';
import type { Deployment } from '../../deployment/train-critic-and-gate.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { createProgress } from '../../runner/progress.ts';
import { MACHINE_MS } from './assumed-times.ts';
import type { SpanOptions } from './options.ts';

/** What the arms are played with. */
export interface ArmsRequest {
  readonly open: OpenBench;
  readonly options: Pick<SpanOptions, 'sessions' | 'pressure'>;
  readonly levels: readonly number[];
  readonly answers: AnswerTimes;
  readonly onTrace: (trace: Trace) => void;
}

const ARMS_PLAYED: readonly Arm[] = ['human-only', 'copilot', 'selective'];

/** What was played, and where the gate of the selective arm stands, in words. */
export interface PlayedArms {
  /** Of the sessions that no arm's desk failed in, so that arms draw from the same ones. */
  readonly libraries: readonly ArmLibrary[];
  readonly gate: string;
  readonly crashes: readonly Crashes[];
}

/** Plays every arm in closed loop at every length of the queue, with one policy, critic and gate. */
export async function playArms(request: ArmsRequest): Promise<PlayedArms> {
  const { bench, training } = request.open;
  const before: Crashes[] = [];
  const trainer: ClosedBench = { ...bench, onCrashes: (crashes) => before.push(...crashes) };
  return withTrained(trainer, PAPER_OPERATORS, training, async (deployment) => {
    const arms = await playEach(bench, deployment, request);
    const crashes = [...before, ...arms.flatMap(crashesIn)];
    return { libraries: librariesOf(arms), gate: describeGate(deployment.gate), crashes };
  });
}

async function playEach(
  bench: ClosedBench,
  deployment: Deployment,
  { options, levels, answers, onTrace }: ArmsRequest,
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
            onTrace(trace);
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
