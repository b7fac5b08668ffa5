import { metric as errorsPerSession } from '../../../reports/metrics/errors-per-session.ts';
import { metric as goalReached } from '../../../reports/metrics/goal-reached.ts';
import { metric as leakRate } from '../../../reports/metrics/leak-rate.ts';
import { metric as sessionAutomation } from '../../../reports/metrics/session-automation.ts';
import { metric as withWrongChosen } from '../../../reports/metrics/sessions-with-wrong-chosen.ts';
import { type ClosedBench, collectAudited } from '../../bench/closed-loop/closed-bench.ts';
import { playTwinnedCells, type TwinnedCell } from '../../bench/closed-loop/play-twinned-cells.ts';
import { CLEAN } from '../../bench/closed-loop/settle-points.ts';
import type { AuditedRates } from '../../bench/noise/audited-rates.ts';
import { describeGate } from '../../bench/noise/describe-gate.ts';
import { withKnownNoise } from '../../bench/noise/with-known-noise.ts';
import { type Crashes, crashesOf, unboundedCrashes } from '../../bench/report/crashes.ts';
import type { Gate, GateRecipe } from '../../contract/gate.ts';
import type { Metric } from '../../contract/metric.ts';
import type { Arm } from '../../contract/scenario.ts';
import type { Session } from '../../contract/session.ts';
import type { PlayedCell } from '../../deployment/play.ts';
import { type Deployment, type TrainingSettings, trainCriticAndGate } from '../../deployment/train-critic-and-gate.ts';
import { withDeployment } from '../../deployment/with-deployments.ts';
import type { PropagationPoint } from './propagation-points.ts';

/** What is measured in every cell besides the twins. */
export const PROPAGATION_METRICS: readonly Metric[] = [
  sessionAutomation,
  errorsPerSession,
  withWrongChosen,
  leakRate,
  goalReached,
];

/** One way to decide what runs without an operator, at one point. */
export interface Setting {
  readonly point: PropagationPoint;
  readonly arm: Arm;
  /** `human-only`, `copilot`, `oracle gate`, `gate 0.8, 0.9; corrected 0.8`, `no gate`. */
  readonly name: string;
  /** What it stands for, each by itself: `gate 0.8`, `gate 0.9`, `corrected 0.8`. */
  readonly names: readonly string[];
  /** Where the gate stands, in words; null where there is none. */
  readonly gate: string | null;
  readonly played: PlayedCell;
  readonly result: TwinnedCell;
}

/** Episodes of a setting, and twins, in which the desk failed for good. */
export function settingCrashes({ played: { cell }, result: { sums, pairs } }: Setting): Crashes[] {
  const twins = pairs.filter(({ twin }) => twin.end === 'crashed').map(({ twin }) => twin.session);
  return [
    ...crashesOf(cell.id, sums, PROPAGATION_METRICS),
    ...unboundedCrashes(`twins of ${cell.id}`, pairs.length, twins),
  ];
}

export interface PointRequest {
  /** In the point's world. */
  readonly bench: ClosedBench;
  readonly point: PropagationPoint;
  readonly training: TrainingSettings;
  readonly targets: readonly number[];
  readonly sessions: readonly Session[];
  readonly twinsPerSession: number;
  readonly twins: number;
  readonly onRun?: () => void;
}

export const NO_GATE = 'no gate';
/** What gates are called that take operators at their word, and those that know how often operators err. */
export const GATED = 'gate';
export const CORRECTED = 'corrected';

/** Lets every critical suggestion pass. */
const OPEN_GATE: Gate = {
  name: 'open',
  threshold: 0,
  reason: 'Everything is executed.',
  decide: () => 'execute',
};

/**
 * Trains a critic at this point, sets gates to all targets and plays all settings with their twins. Where operators err,
 * each target has a second gate of the same critic, corrected for that. Gates that came out alike are played once.
 */
export async function playSettings(request: PointRequest): Promise<Setting[]> {
  const { bench, point, training, sessions, twinsPerSession, twins, onRun } = request;
  const { feedback, rates } = await collectAudited(bench, point.noise);
  return withDeployment(trainCriticAndGate(bench, feedback, training), async (deployment) => {
    const drafts = draftsOf(request, deployment, gatesOf(request, deployment, rates));
    const results = await playTwinnedCells({
      bench,
      cells: drafts.map(({ played }) => played),
      sessions,
      metrics: PROPAGATION_METRICS,
      twinsPerSession,
      twins,
      ...(onRun && { onRun }),
    });
    return drafts.map((draft) => {
      const result = results.get(draft.played.cell.id);
      if (!result) throw new Error(`Cell "${draft.played.cell.id}" was not played.`);
      return { ...draft, result };
    });
  });
}

type Draft = Omit<Setting, 'result'>;

/** A gate, and the targets for which it came out so. */
interface FoundGate {
  readonly gate: Gate;
  readonly uncorrected: number[];
  readonly corrected: number[];
}

function gatesOf(
  { bench, point, training, targets }: PointRequest,
  { critic, gate: shut, gateExamples }: Deployment,
  rates: AuditedRates,
): FoundGate[] {
  const found = new Map<string, FoundGate>();
  const known = point.operators === CLEAN.label ? null : withKnownNoise(training, rates, bench.catalog).known;
  const gateBy = (recipe: GateRecipe, targetPrecision: number) =>
    critic === null ? shut : recipe.fit(gateExamples, { ...training.gateOptions, targetPrecision });
  const add = (gate: Gate, how: 'uncorrected' | 'corrected', target: number) => {
    const own = found.get(standOf(gate)) ?? { gate, uncorrected: [], corrected: [] };
    found.set(standOf(gate), own);
    own[how].push(target);
  };
  for (const target of targets) add(gateBy(training.gate, target), 'uncorrected', target);
  if (known) for (const target of targets) add(gateBy(known.gate, target), 'corrected', target);
  return [...found.values()];
}

/** The same for gates that decide alike. */
const standOf = ({ threshold, slices }: Gate) => JSON.stringify((threshold !== null && slices) || threshold);

function draftsOf({ point }: PointRequest, deployment: Deployment, gates: readonly FoundGate[]): Draft[] {
  const draft = (arm: Arm, name: string, gate: Gate | null = null, names: readonly string[] = [name]): Draft => ({
    point,
    arm,
    name,
    names,
    gate: gate && describeGate(gate),
    played: {
      cell: { id: `${name}, ${point.label}`, arm, loop: 'closed', noise: point.noise },
      deployment: gate && { ...deployment, gate },
    },
  });
  return [
    draft('human-only', 'human-only'),
    draft('copilot', 'copilot'),
    draft('oracle', 'oracle gate'),
    ...gates.map(({ gate, uncorrected: taken, corrected }) => {
      const ways = [
        { called: GATED, targets: taken },
        { called: CORRECTED, targets: corrected },
      ].filter(({ targets }) => targets.length > 0);
      const name = ways.map(({ called, targets }) => `${called} ${targets.join(', ')}`).join('; ');
      const names = ways.flatMap(({ called, targets }) => targets.map((target) => `${called} ${target}`));
      return draft('selective', name, gate, names);
    }),
    ...(deployment.critic ? [draft('selective', NO_GATE, OPEN_GATE)] : []),
  ];
}
