import type { CellSums } from '../../../reports/results/pool-cells.ts';
import type { CriticRecipe } from '../../contract/critic.ts';
import type { Arm, Cell } from '../../contract/scenario.ts';
import type { Session } from '../../contract/session.ts';
import type { Trace } from '../../contract/trace.ts';
import { type Deployment, type TrainingSettings, trainCriticAndGate } from '../../deployment/train-critic-and-gate.ts';
import { withDeployments } from '../../deployment/with-deployments.ts';
import { type CellFigures, SETTLE_METRICS } from '../closed-loop/cell-figures.ts';
import { type ClosedBench, playCells } from '../closed-loop/closed-bench.ts';
import type { SettlePoint } from '../closed-loop/settle-points.ts';
import { withKnownNoise } from '../noise/with-known-noise.ts';
import { describeWatch } from '../rounds/describe-watch.ts';
import { playMonitored, type Watch } from '../rounds/play-monitored.ts';
import { PointBenches } from './point-benches.ts';

/** How critic and gate come about. */
interface GateTeaching {
  /** `corrected`: the gate means its target for what is right and is told how often operators err, by kind of action. */
  readonly threshold: 'acceptance' | 'corrected';
  /** In place of the run's critic. */
  readonly critic?: CriticRecipe;
  /** Whether two operators judge every suggestion of the feedback. */
  readonly doubleReview?: boolean;
  /** Whether the policy is first trained on with what operators did in the feedback. They then give feedback to it anew. */
  readonly aligned?: boolean;
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
export type PlayedArm = Awaited<ReturnType<typeof playArms>>[number];

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
  readonly training: TrainingSettings;
  readonly point: SettlePoint;
  /** The first one must be `human-only`: the others are compared with it. */
  readonly arms: readonly ArmSpec[];
  readonly sessions: readonly Session[];
  /** Called when critic and gate were trained, and when an episode was played: how many so far, and of how many. */
  readonly onTrained: (done: number, of: number) => void;
  readonly onPlayed: (done: number, of: number) => void;
  readonly onTrace?: (trace: Trace) => void;
}

/** An arm with its cell. */
interface PlannedArm extends ArmSpec {
  readonly cell: Cell;
}

/** Trains what the arms need from feedback at this point, then plays them all on the same sessions. */
export async function playPoint(request: PointRequest): Promise<PlayedArm[]> {
  const { point, arms, onTrained } = request;
  const planned = arms.map(
    (spec): PlannedArm => ({
      ...spec,
      cell: { id: `${spec.name}, ${point.label}`, arm: spec.arm, loop: 'closed', noise: point.noise },
    }),
  );
  const keyOf = ({ recipe }: ArmSpec) => (recipe ? keyOfRecipe(recipe) : null);
  const most = new Set(arms.map(keyOf).filter((key) => key !== null)).size;
  const benches = new PointBenches(
    request.bench,
    point,
    arms.some(({ recipe }) => recipe?.aligned),
  );
  let trained = 0;
  const deploy = async ({ recipe }: ArmSpec) => {
    if (!recipe) throw new Error('An arm without a recipe has nothing to deploy.');
    const deployment = await train(request, recipe, benches);
    onTrained(++trained, most);
    return deployment;
  };
  try {
    return await withDeployments(planned, { keyOf, deploy }, (cells) => playArms(request, cells, benches));
  } finally {
    await benches.dispose();
  }
}

const keyOfRecipe = ({ threshold, critic, doubleReview = false, aligned = false }: GateTeaching) =>
  JSON.stringify([threshold, critic?.name ?? '', doubleReview, aligned]);

async function playArms(
  request: PointRequest,
  cells: readonly (PlannedArm & { readonly deployment: Deployment | null })[],
  benches: PointBenches,
) {
  const { bench, point, sessions } = request;
  let done = 0;
  const onTrace = (trace: Trace) => {
    request.onTrace?.(trace);
    request.onPlayed(++done, cells.length * sessions.length);
  };
  const unwatched = cells.filter(({ watch, recipe }) => !watch && !recipe?.aligned);
  const sums = new Map<string, CellSums>(await playCells(bench, unwatched, sessions, SETTLE_METRICS, onTrace));
  const aligned = cells.filter(({ recipe }) => recipe?.aligned);
  if (aligned.length > 0) {
    const played = await playCells(await benches.of(true), aligned, sessions, SETTLE_METRICS, onTrace);
    for (const [id, own] of played) sums.set(id, own);
  }
  const words = new Map<string, string>();
  for (const { cell, deployment, watch } of cells) {
    if (!watch || !deployment) continue;
    const monitored = await playMonitored({ ...request, deployment, watch, onTrace });
    sums.set(cell.id, monitored.sums);
    words.set(cell.id, describeWatch(monitored.rounds));
  }
  return cells.map(({ name, arm, cell, deployment }) => {
    const found = sums.get(cell.id);
    if (!found) throw new Error(`Nothing was played in ${cell.id}.`);
    return {
      name,
      arm,
      point /** Where the gate stands; null where there is none. */,
      gate: deployment?.gate ?? null /** What became of the slices under watch, in words; null where nobody watched. */,
      watched: words.get(cell.id) ?? null /** Each session's part of `SETTLE_METRICS`. */,
      sums: found,
    };
  });
}

async function train(
  { training }: PointRequest,
  { threshold, critic, doubleReview: twice = false, aligned = false }: GateTeaching,
  benches: PointBenches,
): Promise<Deployment> {
  const bench = await benches.of(aligned);
  const { feedback, rates } = await benches.feedback(aligned, twice);
  const own = critic ? { ...training, critic } : training;
  return trainCriticAndGate(
    bench,
    feedback,
    threshold === 'corrected' ? withKnownNoise(own, rates, bench.catalog) : own,
  );
}
