import type { CellSums } from '../../../reports/results/pool-cells.ts';
import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import { doubleReview } from '../../../simulators/operators/answering/double-review.ts';
import { type CellFigures, SETTLE_METRICS } from '../../bench/closed-loop/cell-figures.ts';
import {
  type AskedOperators,
  askClosed,
  type ClosedBench,
  learnClosed,
  type PlayedCell,
  playCells,
  type Teaching,
} from '../../bench/closed-loop/closed-bench.ts';
import type { SettlePoint } from '../../bench/closed-loop/settle-points.ts';
import type { GateStand } from '../../bench/noise/describe-gate.ts';
import { withKnownNoise } from '../../bench/noise/with-known-noise.ts';
import type { CriticRecipe } from '../../contract/critic.ts';
import type { Arm, Cell } from '../../contract/scenario.ts';
import type { Session } from '../../contract/session.ts';
import type { Trace } from '../../contract/trace.ts';
import type { Deployment } from '../../deployment/teach-gate.ts';
import { describeWatch } from './describe-watch.ts';
import { playMonitored, type Watch } from './play-monitored.ts';

/** How critic and gate come about. */
export interface GateTeaching {
  /** `corrected`: the gate means its target for what is right and is told how often operators err, by kind of action. */
  readonly threshold: 'acceptance' | 'corrected';
  /** In place of the run's critic. */
  readonly critic?: CriticRecipe;
  /** Whether two operators judge every suggestion of the feedback. */
  readonly doubleReview?: boolean;
}

/** One arm at a point. */
export interface ArmSpec {
  readonly arm: Arm;
  /** How it is called in tables, where several cells have one arm. */
  readonly name: string;
  /** Absent: nothing is learned from feedback in this arm. */
  readonly recipe?: GateTeaching;
  /** Guardrails on what the recipe deploys, and rollbacks. Absent: what is deployed stays. */
  readonly watch?: Watch;
}

/** What an arm came to with the models of one bench. */
export interface PlayedArm {
  readonly name: string;
  readonly arm: Arm;
  readonly point: SettlePoint;
  /** Where the gate stands; null where there is none. */
  readonly gate: GateStand | null;
  /** What became of the slices under watch, in words; null where nobody watched. */
  readonly watched: string | null;
  /** Each session's part of `SETTLE_METRICS`. */
  readonly sums: CellSums;
}

/** What an arm came to, over all folds. */
export interface Outcome extends Pick<PlayedArm, 'name' | 'arm' | 'point' | 'sums'> {
  /** Where the gate stands, in words; null where there is none. Where the folds' gates differ, each one's, in order. */
  readonly gate: string | null;
  readonly figures: CellFigures;
  /** Fold by fold, in order; one where nothing was cross-fitted. */
  readonly folds: readonly FoldOutcome[];
}

/** What an arm came to in one fold. */
export interface FoldOutcome {
  /** From 1. */
  readonly fold: number;
  readonly gate: string | null;
  readonly figures: CellFigures;
}

export interface PointRequest {
  readonly bench: ClosedBench;
  readonly teaching: Teaching;
  readonly point: SettlePoint;
  /** The first one must be `human-only`: the others are compared with it. */
  readonly asked: readonly ArmSpec[];
  readonly sessions: readonly Session[];
  /** Called when something was taught, and when an episode was played: how many so far, and of how many. */
  readonly onTaught: (done: number, of: number) => void;
  readonly onPlayed: (done: number, of: number) => void;
  readonly onTrace?: (trace: Trace) => void;
}

/** Teaches what the arms need from feedback at this point, then plays them all on the same sessions. */
export async function playPoint(request: PointRequest): Promise<PlayedArm[]> {
  const { bench, point, sessions } = request;
  const deployments = new Map<string, Deployment>();
  try {
    const recipes = new Map(request.asked.flatMap(({ recipe }) => (recipe ? [[keyOf(recipe), recipe] as const] : [])));
    const asked = new Map<boolean, AskedOperators>();
    for (const [key, recipe] of recipes) {
      deployments.set(key, await deploy(request, recipe, asked));
      request.onTaught(deployments.size, recipes.size);
    }
    const cells = request.asked.map((one) => ({ ...cellOf(one, point, deployments), watch: one.watch }));
    let done = 0;
    const onTrace = (trace: Trace) => {
      request.onTrace?.(trace);
      request.onPlayed(++done, request.asked.length * sessions.length);
    };
    const unwatched = cells.filter(({ watch }) => !watch);
    const sums = new Map<string, CellSums>(await playCells(bench, unwatched, sessions, SETTLE_METRICS, onTrace));
    const words = new Map<string, string>();
    for (const { cell, deployment, watch } of cells) {
      if (!watch || !deployment) continue;
      const monitored = await playMonitored({ ...request, deployment, watch, onTrace });
      sums.set(cell.id, monitored.sums);
      words.set(cell.id, describeWatch(monitored.rounds));
    }
    const sumsOfArm = (place: number) => {
      const found = sums.get(cells[place]?.cell.id ?? '');
      if (!found) throw new Error(`Nothing was played at ${point.label}.`);
      return found;
    };
    return request.asked.map(({ name, arm }, place) => ({
      name,
      arm,
      point,
      gate: cells[place]?.deployment?.gate ?? null,
      watched: words.get(cells[place]?.cell.id ?? '') ?? null,
      sums: sumsOfArm(place),
    }));
  } finally {
    for (const { critic } of deployments.values()) await critic?.dispose();
  }
}

const keyOf = ({ threshold, critic, doubleReview = false }: GateTeaching) =>
  JSON.stringify([threshold, critic?.name ?? '', doubleReview]);

function cellOf(
  { arm, name, recipe }: ArmSpec,
  { label, noise }: SettlePoint,
  made: Map<string, Deployment>,
): PlayedCell {
  const cell: Cell = { id: `${name}, ${label}`, arm, loop: 'closed', noise };
  return { cell, deployment: recipe ? (made.get(keyOf(recipe)) ?? null) : null };
}

async function deploy(
  { bench, teaching, point }: PointRequest,
  { threshold, critic, doubleReview: twice = false }: GateTeaching,
  answered: Map<boolean, AskedOperators>,
): Promise<Deployment> {
  const { noise } = point;
  const found = answered.get(twice) ?? (await ask(bench, noise, twice));
  answered.set(twice, found);
  const own: Teaching = { ...teaching, ...(critic && { critic }) };
  return learnClosed(bench, noise, threshold === 'corrected' ? withKnownNoise(own, found.rates, bench) : own, found);
}

function ask(bench: ClosedBench, noise: SettlePoint['noise'], twice: boolean): Promise<AskedOperators> {
  if (!twice) return askClosed(bench, noise);
  const reviewer = createOperator({ noise, times: bench.times, population: bench.seed });
  return askClosed(bench, noise, doubleReview(reviewer, reviewer));
}
