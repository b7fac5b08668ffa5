import { SETTLE_METRICS } from '../../bench/closed-loop/cell-figures.ts';
import { playCells, withTrained } from '../../bench/closed-loop/closed-bench.ts';
import { closedDataset, openClosedBench } from '../../bench/closed-loop/open-closed-bench.ts';
import { PAPER_OPERATORS } from '../../bench/closed-loop/paper-operators.ts';
import { CALM_WORLD } from '../../contract/world.ts';
import type { PlayedCell } from '../../deployment/play.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import type { ClosedLoopUse } from './measure-in-child.ts';

/** Sessions from which policy, critic and gate are learned. */
interface Taught {
  readonly train: number;
  readonly feedback: number;
  readonly calibration: number;
}

/** Fewer than `settle` takes: what is measured is how sessions are played, not how well. */
const TAUGHT: Taught = { train: 700, feedback: 400, calibration: 1500 };

export interface ClosedLoopRequest {
  /** Distinct sessions to play. */
  readonly sessions: number;
  /** Folder of models trained before; false keeps none. */
  readonly cache: string | false;
  readonly taught?: Taught;
}

/** Gets sessions and models ready as `settle` does, then plays its selective arm at the paper's noise, once through. */
export async function playClosedLoop({ sessions, cache, taught = TAUGHT }: ClosedLoopRequest): Promise<ClosedLoopUse> {
  const begun = wallClockMs();
  const named = { policy: 'ngram', critic: 'ngram', gate: 'clopper-pearson', target: 0.9, delta: 0.05 };
  const { shares, total } = sharesOf(taught, sessions);
  const open = await openClosedBench({
    options: { ...named, seed: '1', providers: 'cpu', cache },
    loaded: await closedDataset(undefined, total, '1'),
    shares,
    rates: CALM_WORLD,
  });
  try {
    const { bench, training } = open;
    return await withTrained(bench, PAPER_OPERATORS, training, async (deployment) => {
      const selective: PlayedCell = {
        cell: { id: 'selective', arm: 'selective', loop: 'closed', noise: PAPER_OPERATORS },
        deployment,
      };
      const prepareSeconds = (wallClockMs() - begun) / 1000;
      return { prepareSeconds, ...(await timed(() => play(bench, selective, sessions))) };
    });
  } finally {
    await open.close();
  }
}

async function play(bench: Parameters<typeof playCells>[0], cell: PlayedCell, most: number) {
  const counts = { sessions: 0, steps: 0, unattended: 0 };
  await playCells(bench, [cell], bench.parts.evaluation.slice(0, most), SETTLE_METRICS, ({ steps }) => {
    counts.sessions++;
    counts.steps += steps.length;
    for (const { decision } of steps) if (decision === 'execute') counts.unattended++;
  });
  return counts;
}

/** What the work returns, and what it took. */
async function timed<T>(work: () => Promise<T>) {
  const start = wallClockMs();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return {
    ...result,
    seconds: (wallClockMs() - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/** A few sessions more than are played, because sessions fall to their parts by chance. */
function sharesOf({ train, feedback, calibration }: Taught, sessions: number) {
  const total = train + feedback + calibration + Math.ceil(sessions * 1.02) + 100;
  const taught = { train: train / total, feedback: feedback / total, calibration: calibration / total };
  return { total, shares: { ...taught, evaluation: 1 - taught.train - taught.feedback - taught.calibration } };
}
