import { metric as errorsPerSession } from '../../../reports/metrics/errors-per-session.ts';
import { metric as goalReached } from '../../../reports/metrics/goal-reached.ts';
import { metric as leakRate } from '../../../reports/metrics/leak-rate.ts';
import { metric as sessionAutomation } from '../../../reports/metrics/session-automation.ts';
import { metric as withWrongChosen } from '../../../reports/metrics/sessions-with-wrong-chosen.ts';
import type { Gate } from '../../contract/gate.ts';
import type { Metric } from '../../contract/metric.ts';
import type { Arm } from '../../contract/scenario.ts';
import type { Session } from '../../contract/session.ts';
import type { Deployment } from '../../stages/teach-gate.ts';
import { type ClosedBench, type PlayedCell, type Teaching, teachClosed } from '../closed-loop/closed-bench.ts';
import { playTwins, type TwinnedCell } from './play-twins.ts';
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
  /** `human-only`, `copilot`, `oracle gate`, `gate 0.9`, `no gate`. */
  readonly name: string;
  /** Where the gate stands, in words; null where there is none. */
  readonly gate: string | null;
  readonly played: PlayedCell;
  readonly result: TwinnedCell;
}

export interface PointRequest {
  /** In the point's world. */
  readonly bench: ClosedBench;
  readonly point: PropagationPoint;
  readonly teaching: Teaching;
  readonly targets: readonly number[];
  readonly sessions: readonly Session[];
  readonly twinsPerSession: number;
  readonly twins: number;
  readonly onRun?: () => void;
}

export const NO_GATE = 'no gate';

/** Lets every critical suggestion pass. */
const OPEN_GATE: Gate = {
  name: 'open',
  threshold: 0,
  reason: 'Everything is executed.',
  decide: () => 'execute',
};

/** Teaches a critic at this point, sets gates to all targets and plays all settings with their twins. Gates that came out alike are played once. */
export async function playSettings(request: PointRequest): Promise<Setting[]> {
  const { bench, point, teaching, sessions, twinsPerSession, twins, onRun } = request;
  const deployment = await teachClosed(bench, point.noise, teaching);
  try {
    const drafts = draftsOf(request, deployment);
    const results = await playTwins({
      bench,
      played: drafts.map(({ played }) => played),
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
  } finally {
    await deployment.critic?.dispose();
  }
}

type Draft = Omit<Setting, 'result'>;

function draftsOf({ point, teaching, targets }: PointRequest, deployment: Deployment): Draft[] {
  const draft = (arm: Arm, name: string, gate: Gate | null = null): Draft => ({
    point,
    arm,
    name,
    gate: gate && gateWords(gate),
    played: {
      cell: { id: `${name}, ${point.label}`, arm, loop: 'closed', noise: point.noise },
      deployment: gate && { ...deployment, gate },
    },
  });
  const gates = new Map<number | null, { names: number[]; gate: Gate }>();
  for (const target of targets) {
    const gate =
      deployment.critic === null
        ? deployment.gate
        : teaching.gate.fit(deployment.gateExamples, { ...teaching.gateOptions, targetPrecision: target });
    const same = gates.get(gate.threshold);
    if (same) same.names.push(target);
    else gates.set(gate.threshold, { names: [target], gate });
  }
  return [
    draft('human-only', 'human-only'),
    draft('copilot', 'copilot'),
    draft('oracle', 'oracle gate'),
    ...[...gates.values()].reverse().map(({ names, gate }) => draft('selective', `gate ${names.join(', ')}`, gate)),
    ...(deployment.critic ? [draft('selective', NO_GATE, OPEN_GATE)] : []),
  ];
}

const gateWords = ({ threshold }: Gate) => (threshold === null ? 'closed' : `from ${threshold.toFixed(2)}`);
