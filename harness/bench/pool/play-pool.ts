import type { Ranged } from '../../../reports/figures/schema.ts';
import { meanEstimate } from '../../../reports/stats/mean-estimate.ts';
import { NOT_NEGATIVE, SHARE } from '../../../reports/stats/range.ts';
import { findSpan } from '../../../simulators/pool/find-span.ts';
import { HOUR_MS } from '../../../simulators/pool/next-arrival.ts';
import { HUMAN_RESUMPTION, type PoolSettings } from '../../../simulators/pool/pool-settings.ts';
import { type PoolSession, simulatePool } from '../../../simulators/pool/simulate-pool.ts';
import { summarisePool } from '../../../simulators/pool/summarise-pool.ts';
import type { PlayedSession } from '../../../simulators/pool/trace-work.ts';
import type { WorkSegment } from '../../../simulators/pool/work-profile.ts';
import { drawOne } from '../../contract/draws.ts';
import { sumOf } from '../../shared/numbers.ts';
import { createStreams } from '../../shared/streams.ts';
import { type ArmLibrary, nearestLevel } from './play-queues.ts';

/** The pool in which sessions that were played one by one meet. */
export interface PoolPlan {
  readonly operators: number;
  /** Null: customers wait for ever, whatever the limit. */
  readonly patience: PoolSettings['patience'];
  readonly stale: PoolSettings['stale'];
  /** Lengths of the queue at which the library's sessions were played. */
  readonly levels: readonly number[];
  /** Mean wait of a hand-off beyond which waiting counts as exploded. */
  readonly limitMs: number;
  /** Share of abandoned sessions beyond which too many customers are lost. */
  readonly mostAbandoned: number;
  readonly replications: number;
  readonly seed: string;
}

/** One run of the pool, with what its sessions came to. */
export type PooledRun = ReturnType<typeof playPool>;

/** Sessions that are counted in one run. */
const SESSIONS = 400;
/** Time before counting, as a share of the counted time. */
const WARM_UP = 0.4;

/** Plays one run at a rate of arrivals. Runs of one number share their random numbers at every rate and in every arm. */
function playPool(library: ArmLibrary, plan: PoolPlan, held: number, perOperatorHour: number, run: number) {
  const { operators, patience, stale, levels, seed } = plan;
  const perHour = perOperatorHour * operators;
  const windowMs = (SESSIONS / perHour) * HOUR_MS;
  const drawn: (readonly PlayedSession[])[] = [];
  const playAt = (index: number, queueLength: number) => playedAt(drawn[index], levels, queueLength);
  const pool = simulatePool(
    {
      operators,
      sessionsPerOperator: held,
      ownership: 'case',
      order: 'fifo',
      arrivals: { kind: 'poisson', perHour },
      workOf: (index, rng): readonly WorkSegment[] => {
        drawn[index] = drawOne(library.sessions, rng);
        return playAt(index, 0).work;
      },
      workUnderPressure: (index, queueLength) => playAt(index, queueLength).work,
      resumption: HUMAN_RESUMPTION,
      stale,
      patience,
      warmUpMs: WARM_UP * windowMs,
      horizonMs: (1 + WARM_UP) * windowMs,
    },
    createStreams({ seed, session: `pool ${run}` }),
  );
  const served = pool.sessions.filter(({ abandoned }) => !abandoned);
  const came = (one: PoolSession) => playAt(one.index, one.queueLengths[0] ?? 0);
  const mean = (of: (played: PlayedSession) => number) =>
    served.length === 0 ? null : sumOf(served, (one) => of(came(one))) / served.length;
  return {
    ...summarisePool(pool),
    /** Wrong actions performed, a session that was not abandoned. */
    leaked: mean(({ leaked }) => leaked),
    /** Share of the sessions that were not abandoned whose case missed its goal. */
    missed: mean(({ goalReached }) => (goalReached ? 0 : 1)),
  };
}

function playedAt(
  played: readonly PlayedSession[] | undefined,
  levels: readonly number[],
  queueLength: number,
): PlayedSession {
  const found = played?.[nearestLevel(levels.slice(0, played.length), queueLength)];
  if (!found) throw new Error('A session of the pool was not played at any queue length.');
  return found;
}

/**
 * Sessions that one operator could work in an hour who never rests, turns or hurries; where operators do nothing, as
 * if they took a second.
 */
export function capacityPerHour({ sessions }: ArmLibrary): number {
  let ms = 0;
  for (const [calm] of sessions) for (const { kind, ms: took } of calm?.work ?? []) if (kind === 'operator') ms += took;
  return HOUR_MS / Math.max(1000, ms / sessions.length);
}

export type PooledFigures = Readonly<Record<keyof PooledRun, Ranged>>;

/** Means over independent runs at one rate of arrivals. */
export function playLoad(
  library: ArmLibrary,
  plan: PoolPlan,
  held: number,
  perOperatorHour: number,
): { figures: PooledFigures; runs: readonly PooledRun[] } {
  const runs = Array.from({ length: plan.replications }, (_, run) =>
    playPool(library, plan, held, perOperatorHour, run),
  );
  return { figures: figuresOf(runs), runs };
}

export interface SpanFound {
  readonly figures: PooledFigures;
  readonly runs: readonly PooledRun[];
  /** Whether a limit was reached in every run. */
  readonly reached: boolean;
}

/** Range of loads that is searched, as shares of the capacity. */
const [LOWEST, HIGHEST] = [0.02, 1.6];
const HALVINGS = 9;

/**
 * What bounds the span. `wait`: the mean wait of a hand-off, where customers wait for ever. `lost`: the abandoned share,
 * where they do not. Not both at once: customers who leave shorten the waits of those who stay.
 */
export type Limit = 'wait' | 'lost';

/** The pool where it reaches the limit, each run for itself; null where even hardly any sessions are too many. */
export function spanOf(library: ArmLibrary, plan: PoolPlan, held: number, limit: Limit): SpanFound | null {
  const own: PoolPlan = limit === 'wait' ? { ...plan, patience: null } : plan;
  const capacity = capacityPerHour(library);
  const spans = Array.from({ length: plan.replications }, (_, run) =>
    findSpan({
      play: (load) => playPool(library, own, held, load, run),
      within: ({ waitMs, abandonedShare }) =>
        limit === 'wait' ? (waitMs ?? 0) <= plan.limitMs : (abandonedShare ?? 0) <= plan.mostAbandoned,
      lowest: LOWEST * capacity,
      highest: HIGHEST * capacity,
      halvings: HALVINGS,
    }),
  );
  const found = spans.filter((span) => span !== null);
  if (found.length < spans.length) return null;
  const runs = found.map(({ at }) => at);
  return { figures: figuresOf(runs), runs, reached: found.every(({ reached }) => reached) };
}

function figuresOf(runs: readonly PooledRun[]): PooledFigures {
  const names = Object.keys(runs[0] ?? {}) as (keyof PooledRun)[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      meanEstimate(
        runs.map((run) => run[name]),
        SHARES.has(name) ? SHARE : NOT_NEGATIVE,
      ),
    ]),
  ) as PooledFigures;
}

/** Figures that cannot exceed 1; all others are times and counts. */
const SHARES: ReadonlySet<keyof PooledRun> = new Set([
  'abandonedShare',
  'unattendedShare',
  'waitShare',
  'missed',
  'utilisation',
]);
