import { type CellResult, type Comparison, type Estimate, RESULTS_VERSION, type Results } from '../results/schema.ts';
import { exampleClosedLoop } from './example-closed-loop.ts';

/** What an example run looks like. For tests and for looking at pages: the numbers follow simple made-up curves. */
export interface ExampleOptions {
  readonly points?: readonly (readonly [alpha: number | string, beta: number | string, slip: number | string])[];
  readonly gateClosed?: boolean;
  readonly sessions?: number;
  /** Whether it was played in closed loop too. */
  readonly closedLoop?: boolean;
  /** Put into every place that takes free text. */
  readonly hostile?: string;
}

/** Default noise levels: `pnpm bench` alone. */
const FEW_POINTS = [
  [0, 0, 0],
  [0.05, 0.05, 0.01],
  [0.1, 0.2, 0.02],
  [0.2, 0.4, 0.05],
] as const;

/** A full grid of α and β, and of slip where given. */
export function exampleGrid(rates: readonly number[], slips: readonly number[] = [0.02]) {
  return slips.flatMap((slip) => rates.flatMap((alpha) => rates.map((beta) => [alpha, beta, slip] as const)));
}

/** A realistic, valid `Results` value. */
export function exampleResults(options: ExampleOptions = {}): Results {
  const { points = FEW_POINTS, gateClosed = false, sessions = 400, closedLoop = false, hostile = '' } = options;
  const cells = points.flatMap((point) => ARMS.map((arm) => exampleCell(arm, point, gateClosed, sessions, hostile)));
  return {
    format: 'deskbench-results',
    version: RESULTS_VERSION,
    experiment: `staged${hostile}`,
    question: `Do automation and time saving survive noisy operators?${hostile}`,
    complete: true,
    run: exampleRun(hostile),
    dataset: exampleDataset(hostile),
    split: { policy: 800, feedback: 200, calibration: 200, evaluation: sessions },
    models: { policy: `n-gram ranker${hostile}`, critic: 'linear critic', gate: 'clopper-pearson' },
    classification: {
      rule: `standard split${hostile}`,
      examples: 2056,
      labels: 158,
      accuracy: 0.741,
      weightedF1: 0.722,
      majorityAccuracy: 0.181,
    },
    parity: { sessions: 12, steps: 131, equal: true },
    metrics: metricList(hostile),
    cells,
    comparisons: comparisons(cells),
    closedLoop: closedLoop ? exampleClosedLoop(cells, hostile) : null,
    findings: gateClosed
      ? [`No threshold reached the target: every critical action went to the operator.${hostile}`]
      : [
          `Selective automation saves 38 % of the operators' time with perfect operators and 17 % with the noisiest.${hostile}`,
          'Full automation falls from 45 % of sessions to 18 % as feedback gets noisier.',
          'A wrong action is executed in 6 % of sessions or fewer at every noise level.',
        ],
    notes: [`Open loop: each suggestion is judged against the logged action.${hostile}`],
  };
}

function exampleRun(hostile: string): Results['run'] {
  return {
    command: `pnpm bench settle --logs star --seed 7${hostile}`,
    seed: `7${hostile}`,
    startedAt: '2026-05-04T09:30:00.000Z',
    durationMs: 96_400,
    deskbench: '0.1.0',
    node: 'v20.20.0',
    platform: `linux-x64${hostile}`,
    git: { commit: '5f0c2e1a9b7d4c3e8f6a1b2c3d4e5f6071829304', dirty: true },
    providers: { policy: 'cpu', critic: 'cpu' },
    dependencies: { 'onnxruntime-node': '1.30.0', playwright: '1.65.1' },
  };
}

function exampleDataset(hostile: string): Results['dataset'] {
  return {
    name: `synthetic${hostile}`,
    source: `generator${hostile}`,
    hash: 'sha256:9d377c1b61e0f3f6f6b9dcb2e9bd4e42',
    sessions: 1600,
    steps: 17_412,
    procedures: 6,
    importNotes: [
      { cause: `label without a reply in the flow chart${hostile}`, count: 41 },
      { cause: 'dialogue incomplete: kept and marked', count: 1 },
    ],
  };
}

const ARMS = ['human-only', 'copilot', 'selective'] as const;
type Arm = (typeof ARMS)[number];
type Point = readonly [number | string, number | string, number | string];

const rateOf = (label: number | string): number => (typeof label === 'number' ? label : 0.12);

function exampleCell(arm: Arm, point: Point, gateClosed: boolean, sessions: number, hostile: string): CellResult {
  const [alpha, beta, slip] = point;
  const [a, b, s] = [rateOf(alpha), rateOf(beta), rateOf(slip)];
  const selective = arm === 'selective';
  const closed = gateClosed || a > 0.35;
  const automation = selective && !closed ? 0.45 * Math.exp(-2.2 * a - 0.9 * b) : 0;
  return {
    id: `${arm} alpha=${alpha} beta=${beta} slip=${slip}${hostile}`,
    arm,
    loop: 'open',
    noise: { alpha: `${alpha}`, beta: `${beta}`, slip: `${slip}${hostile}` },
    driver: 'in-process',
    gate: selective
      ? {
          name: `clopper-pearson${hostile}`,
          threshold: closed ? null : 0.71 + 0.3 * a,
          reason: closed
            ? `no threshold keeps precision at 0.9 with 95 % confidence on 412 held-out proposals${hostile}`
            : 'lowest threshold whose lower bound reaches 0.9 on 412 held-out proposals',
          targetPrecision: 0.9,
        }
      : null,
    sessions,
    steps: sessions * 11,
    faults: { retried: selective ? 2 : 0, crashed: 0 },
    metrics: exampleMetrics(arm, [a, b, s], automation, closed, sessions),
    riskCoverage: selective ? riskCoverage(a, b) : null,
    calibration: selective ? calibration(a, b) : null,
  };
}

function exampleMetrics(
  arm: Arm,
  [a, b, s]: readonly [number, number, number],
  automation: number,
  closed: boolean,
  sessions: number,
): CellResult['metrics'] {
  const selective = arm === 'selective';
  const wrong = selective && !closed ? 0.015 + 0.11 * b : 0;
  const none = (): Estimate => ({ estimate: null, low: null, high: null, sessions, denominator: 0 });
  const share = (value: number, spread = 0.02): Estimate => ({
    estimate: value,
    low: Math.max(0, value - spread),
    high: Math.min(1, value + spread * 1.1),
    sessions,
    denominator: sessions * 11,
  });
  const activeMs = 227_400 * (1 - (arm === 'human-only' ? 0 : 0.16 - 0.2 * a) - automation * 0.5) + 20_000 * s;
  const time = { estimate: activeMs, low: activeMs * 0.96, high: activeMs * 1.05, sessions, denominator: sessions };
  const suggests = arm !== 'human-only';
  return {
    tool_accuracy: suggests ? share(0.812 - 0.1 * s) : none(),
    action_accuracy: suggests ? share(0.664 - 0.1 * s) : none(),
    target_accuracy: suggests ? share(0.7) : none(),
    operator_acceptance: suggests ? share(0.7 - 0.5 * a + 0.2 * b) : none(),
    critic_precision: selective && !closed ? share(0.93 - 0.12 * b) : none(),
    critic_coverage: selective ? share(closed ? 0 : 0.62 - 0.8 * a, closed ? 0 : 0.03) : none(),
    step_automation: share(selective ? automation * 1.2 : 0, selective && !closed ? 0.03 : 0),
    session_automation: share(automation, closed || !selective ? 0 : 0.045),
    active_ms_per_session: time,
    sessions_with_wrong_executed: share(wrong, wrong === 0 ? 0 : 0.012),
    sessions_with_wrong_chosen: share(wrong + 0.8 * s + 0.1 * b),
    selective_risk: selective && !closed ? share(0.07 + 0.12 * b) : none(),
    generalised_risk: selective ? share(0.04) : none(),
    over_asking: selective ? share(0.2 + a) : none(),
    leaked: suggests ? share(0.02 + 0.2 * b) : none(),
  };
}

function riskCoverage(a: number, b: number): CellResult['riskCoverage'] {
  const points = Array.from({ length: 400 }, (_, i) => {
    const coverage = (i + 1) / 400;
    return {
      threshold: 1 - coverage * 0.9,
      coverage,
      risk: (0.02 + 0.12 * b + 0.1 * a) * (1 - coverage) + 0.33 * coverage ** 2,
    };
  });
  return { points, aurc: 0.14 + 0.1 * b, augrc: 0.09, excessAurc: 0.05, proposals: 3120 };
}

function calibration(a: number, b: number): CellResult['calibration'] {
  const bins = Array.from({ length: 10 }, (_, i) => {
    const score = 0.05 + i * 0.1;
    const right = Math.min(1, Math.max(0, score + 0.04 * Math.sin(i * 2)));
    return { score, right, accepted: i === 0 ? null : (1 - a) * right + b * (1 - right), proposals: 312 };
  });
  return { bins, ece: 0.031 + 0.1 * a, brier: 0.142, auroc: 0.861 - 0.2 * b };
}

function comparisons(cells: readonly CellResult[]): Comparison[] {
  return cells.flatMap((cell): Comparison[] => {
    if (cell.arm === 'human-only') return [];
    const baseline = cells.find(
      (other) => other.arm === 'human-only' && JSON.stringify(other.noise) === JSON.stringify(cell.noise),
    )!;
    const [x, y] = [cell.metrics.active_ms_per_session!.estimate!, baseline.metrics.active_ms_per_session!.estimate!];
    const relative = (x - y) / y;
    return [
      {
        metric: 'active_ms_per_session',
        cell: cell.id,
        baseline: baseline.id,
        difference: x - y,
        low: x - y - 5000,
        high: x - y + 5000,
        relative: { estimate: relative, low: relative - 0.022, high: relative + 0.024 },
        margin: 0.05 * y,
        p: 0.2,
        verdict: relative + 0.024 < 0 ? 'better' : relative - 0.022 > 0 ? 'worse' : 'undecided',
        sessionsToDecide: null,
      },
    ];
  });
}

function metricList(hostile: string): Results['metrics'] {
  const share = (name: string, title: string, better: 'higher' | 'lower' | null, summary: string) =>
    ({ name, title, unit: 'share', better, summary }) as const;
  return [
    share(
      'tool_accuracy',
      `Tool accuracy${hostile}`,
      'higher',
      `Share of suggestions of the right kind of action.${hostile}`,
    ),
    share(
      'action_accuracy',
      'Action accuracy',
      'higher',
      'Share of suggestions equal to the right action in all arguments.',
    ),
    share('target_accuracy', 'Target accuracy', 'higher', 'Share of suggestions with the right kind and target.'),
    share('operator_acceptance', 'Operator acceptance', null, 'Share of shown suggestions that operators accept.'),
    share(
      'critic_precision',
      'Critic precision',
      'higher',
      'Share of critical actions that passed the gate and were right.',
    ),
    share('critic_coverage', 'Coverage', 'higher', 'Share of critical proposals that passed the gate.'),
    share('step_automation', 'Step automation', 'higher', 'Share of steps done without a human.'),
    share('session_automation', 'Session automation', 'higher', 'Share of sessions done without a human.'),
    {
      name: 'active_ms_per_session',
      title: 'Active time',
      unit: 'ms',
      better: 'lower',
      summary: 'Operator time on a session; none where it ran by itself.',
    },
    share(
      'sessions_with_wrong_executed',
      'Sessions with a wrong executed action',
      'lower',
      'Share of sessions in which automation did something wrong.',
    ),
    share(
      'sessions_with_wrong_chosen',
      'Sessions with a wrong action',
      'lower',
      'Share of sessions with a wrong action by automation or operator.',
    ),
    share('selective_risk', 'Selective risk', 'lower', 'Wrong among executed critical actions.'),
    share('generalised_risk', 'Generalised risk', 'lower', 'Wrong and executed among all critical proposals.'),
    share('over_asking', 'Over-asking', 'lower', 'Right proposals that were still handed to the operator.'),
    share('leaked', 'Leaked', 'lower', 'Wrong proposals that passed gate or operator.'),
  ];
}
