import { type CellAccumulator, createCellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import type { MonitorRecipe } from '../../contract/monitor.ts';
import type { PolicyRecipe } from '../../contract/policy.ts';
import { caseOf, type Session } from '../../contract/session.ts';
import type { Trace } from '../../contract/trace.ts';
import type { OperatorGroup, RoundDay, RoundRules, SliceDay } from '../../deployment/rounds-input.ts';
import { runRounds } from '../../deployment/run-rounds.ts';
import { pairOf, type SlicePair } from '../../deployment/slice-pair.ts';
import type { Deployment, TrainingSettings } from '../../deployment/train-critic-and-gate.ts';
import { withoutDispose } from '../../engine/wrap-role.ts';
import { SETTLE_METRICS } from '../closed-loop/cell-figures.ts';
import type { ClosedBench } from '../closed-loop/closed-bench.ts';
import type { SettlePoint } from '../closed-loop/settle-points.ts';
import { sliceOf } from '../closed-loop/slice-of.ts';
import { inProcessDesks } from '../desks/desks.ts';

/** Who watches, and what slices learn again with after a rollback. */
export interface Watch {
  readonly policy: PolicyRecipe;
  /** The first one acts. */
  readonly monitors: readonly MonitorRecipe[];
  /** What is otherwise than in `WATCH_RULES`. */
  readonly rules?: Partial<RoundRules>;
  /** Sessions between two moments at which alarms are acted on and slices may be automated again. */
  readonly roundSessions?: number;
}

export interface MonitoredRequest {
  readonly bench: ClosedBench;
  /** How slices learn again after a rollback. */
  readonly training: Pick<TrainingSettings, 'critic' | 'gate' | 'gateOptions'>;
  readonly point: SettlePoint;
  /** What is watched. */
  readonly deployment: Deployment;
  readonly watch: Watch;
  readonly sessions: readonly Session[];
  readonly onTrace?: (trace: Trace) => void;
}

export interface Monitored {
  readonly sums: CellAccumulator;
  /** Slice by slice, round by round. Before the first round: operators alone, then with suggestions. */
  readonly rounds: readonly SliceDay[];
}

const ROUND_SESSIONS = 100;
/** Most sessions of the feedback that show how things usually are: so many with operators alone, so many with suggestions. */
const USUAL_SESSIONS = 500;

/**
 * Slices are watched as in `bench rollout`; customers come back a round later. What runs is set anew after a rollback
 * only, so that the remedy is watching and nothing else.
 */
const WATCH_RULES: RoundRules = {
  minLogged: 30,
  minSupport: 40,
  minPassing: 0.15,
  calibrationDays: 1,
  sampleShare: 0.15,
  roundDays: Number.POSITIVE_INFINITY,
  shifts: 1,
  memorySessions: 60,
  meanRun: 500,
  returnRate: 0.6,
  returnDays: 1,
  returnsAgainst: 'logging',
};

/**
 * Selective automation with guardrails on each issue cluster: the sessions come in rounds; a breach sends its slice
 * back to copilot until it has learned again.
 */
export async function playMonitored(request: MonitoredRequest): Promise<Monitored> {
  const { bench, deployment, watch, onTrace } = request;
  const { catalog, seed, fit } = bench;
  const { critic, gate, gateOptions } = request.training;
  const clusterOf = new Map(catalog.procedures.map(({ id, cluster }) => [id, cluster]));
  const slice = (session: Session) => sliceOf(session, clusterOf);
  const sums = createCellAccumulator(SETTLE_METRICS);
  const rounds = await runRounds({
    days: daysOf(request),
    history: [],
    sliceOf: slice,
    deployed: {
      policy: bench.policy,
      pairOf: pairs(deployment, new Map(bench.parts.calibration.map((one) => [caseOf(one), slice(one)]))),
    },
    clusterOf,
    policy: watch.policy,
    training: { critic, gate, gateOptions },
    monitors: watch.monitors,
    rules: { ...WATCH_RULES, ...watch.rules },
    seed,
    fit,
    onTrace: (trace, { day }) => {
      if (day < 1) return;
      sums.add(trace);
      onTrace?.(trace);
    },
  });
  return { sums, rounds };
}

/** Sessions of the feedback, which no arm is measured on; then the sessions, in rounds. */
function daysOf({ bench, point, sessions, watch }: MonitoredRequest): RoundDay[] {
  const each = watch.roundSessions ?? ROUND_SESSIONS;
  const { catalog, parts } = bench;
  const operators: OperatorGroup = { name: 'operators', noise: point.noise, operator: bench.operatorOf(point.noise) };
  const dayOf = (day: number, coming: readonly Session[]): RoundDay => ({
    ...bench,
    day,
    sessions: coming,
    operatorsOf: () => operators,
  });
  const rounds = Array.from({ length: Math.ceil(sessions.length / each) }, (_, at) =>
    dayOf(at + 1, sessions.slice(at * each, (at + 1) * each)),
  );
  const usual = usualSessions(parts.feedback);
  const desks = inProcessDesks(catalog);
  const before = [-1, 0].map((day, at) => ({
    ...dayOf(day, parts.feedback.slice(at * usual, (at + 1) * usual)),
    desks,
    before: true,
  }));
  return [...before, ...rounds];
}

/** How many sessions of the feedback each of the two rounds before the first one plays. */
export const usualSessions = (feedback: readonly Session[]) =>
  Math.min(USUAL_SESSIONS, Math.floor(feedback.length / 2));

/** The one deployment in each slice, with the slice's own held-out answers that pass. */
function pairs(
  { critic, gate, gateExamples }: Deployment,
  sliceOfSession: ReadonlyMap<string, string>,
): (slice: string) => SlicePair | null {
  if (!critic) return () => null;
  // Slices dispose of what they no longer need; other arms still need this one.
  const lent = withoutDispose(critic);
  return (slice) => {
    const held = gateExamples.filter(({ session }) => sliceOfSession.get(session) === slice);
    return pairOf(lent, gate, held);
  };
}
