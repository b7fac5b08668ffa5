import { paperMix } from '../../../simulators/operators/paper/paper-mix.ts';
import { CALM_WORLD } from '../../contract/world.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { type ClosedWorld, openClosedWorld } from '../closed-loop/open-world.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import { sampleSessions } from '../data/sample-sessions.ts';
import type { DatasetSplit } from '../data/splits.ts';
import { closedLoopCells, type NoisePoint } from '../noise/noise-grid.ts';
import type { ClosedExperiment } from './staged-outcome.ts';

/** How much of the closed loop is played. */
interface ClosedSize {
  readonly seed: string;
  /** Evaluation sessions of each cell; null: all. */
  readonly sessions: number | null;
  /** Those whose errors get twins. */
  readonly twinSessions: number;
}

/**
 * The sessions of the same parts whose goal is known, in a world in which only operators and automation err; null
 * where a part has none.
 */
export function closedPart(
  { dataset }: LoadedDataset,
  { parts }: DatasetSplit,
  points: readonly NoisePoint[],
  { seed, sessions, twinSessions }: ClosedSize,
): ClosedExperiment | null {
  const closed = goalsOf(dataset);
  if (!closed) return null;
  const known = new Set(closed.sessions.map(({ id }) => id));
  const planned = (part: keyof typeof parts) => parts[part].filter(({ id }) => known.has(id));
  const { notice = 0 } = paperMix().noise;
  const evaluation = sampleSessions(planned('evaluation'), seed, sessions);
  const own = { feedback: planned('feedback'), calibration: planned('calibration'), evaluation };
  if (Object.values(own).some((some) => some.length === 0)) return null;
  return {
    cells: closedLoopCells(points, notice),
    parts: own,
    world: closed.world(CALM_WORLD),
    twinSessions,
    refused: closed.refused,
    notes: [
      [
        'Closed loop: customers and knowledge base are right, so that whatever goes wrong is the operators’ or',
        `the automation’s. Noisy operators notice an earlier error with probability ${notice} at each step,`,
        'noiseless ones always. Critic and gate learn from closed-loop copilot sessions of their own.',
      ].join(' '),
      closed.goals,
    ],
  };
}

/** Null: no session has a goal that can be known. */
function goalsOf(dataset: LoadedDataset['dataset']): ClosedWorld | null {
  try {
    return openClosedWorld(dataset);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
