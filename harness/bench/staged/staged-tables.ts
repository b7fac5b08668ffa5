import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { sentence } from '../../../reports/present/sentence.ts';
import { estimateOf, type LevelAnswer } from './level-answers.ts';
import {
  errorsAt,
  goalChange,
  type LoopResult,
  NOISE_DIMENSIONS,
  NOISE_SYMBOL,
  type NoisePoint,
  noisePoints,
  timeSaving,
} from './noise-points.ts';
import type { CellResult, ClosedLoop, Reproduction } from './results.ts';

type Arm = CellResult['arm'];
interface Level {
  readonly point: NoisePoint;
}

/** How to read noise, for whoever sees it first. */
const NOISE_READING =
  'α: operators reject a right suggestion; β: they accept a wrong one; slip: what they do by hand is wrong.';

/** Why figures of the two loops may differ either way: what readers need before they compare them. */
const LOOPS_COMPARED = [
  [
    'Open loop judges each step in the state that the log was in, and then does what the log did;',
    'closed loop does what was decided, and the case goes on from there.',
  ].join(' '),
  [
    'Figures can be better, since every acceptable order of steps counts as right and not the log’s alone,',
    'and worse, since a wrong action changes the case:',
    'what follows builds on it, leads into states that the feedback never showed,',
    'and the case may miss its goal.',
  ].join(' '),
];

const NOISE: Columns<Level> = Object.fromEntries(
  NOISE_DIMENSIONS.map((dimension) => [
    dimension,
    text(NOISE_SYMBOL[dimension], ({ point }) => point.noise[dimension]),
  ]),
);

/** What can run without an operator, what it saves and what goes wrong, at each noise level. */
export function answerTable(
  rows: readonly LevelAnswer[],
  loop: 'open' | 'closed',
  more: Pick<FigureTable, 'id' | 'title'> & { readonly terminal: boolean; readonly otherData: boolean },
): FigureTable {
  const populations = rows[0]?.populations ?? 1;
  const over = populations > 1 ? { over: 'population' } : {};
  const cases = loop === 'closed' ? 'cases' : 'sessions';
  const { otherData, ...named } = more;
  return table<LevelAnswer>({
    ...named,
    caption: [
      populations > 1
        ? [
            `Median over ${populations} populations, in brackets the lowest and the highest:`,
            `each has its own team, dealing of sessions, models and threshold${otherData ? ', and data' : ''}.`,
          ].join(' ')
        : 'In brackets the 95 % interval over sessions, for the models and the threshold as they were learned.',
      NOISE_READING,
      ...(loop === 'closed' ? [] : LOOPS_COMPARED.slice(0, 1)),
    ],
    columns: {
      ...NOISE,
      automated: ranged(`${cases} without an operator`, 'share', ({ automated }) => automated, over),
      saved: ranged('operators’ time saved', 'share', ({ saved }) => saved, {
        ...over,
        definition: 'Share of the active time of operators who work alone.',
      }),
      ...(loop === 'closed'
        ? {
            goal_change: ranged<LevelAnswer>('change in cases that end well', 'points', (row) => row.goalChange, {
              ...over,
              definition:
                'Cases that reach the customer’s goal, less those of operators who work alone on the same cases.',
            }),
          }
        : {}),
      ...(loop === 'closed' ? {} : { wrong: wrongColumn(over, false) }),
      gate: text('gate open', ({ open }) => (populations > 1 ? `${open} of ${populations}` : open > 0 ? 'yes' : 'no'), {
        definition: 'Whether it lets anything critical run.',
        detail: loop === 'closed',
      }),
      ...(loop === 'closed' ? { wrong: wrongColumn(over, true) } : {}),
      steps: ranged('steps without an operator', 'share', ({ steps }) => steps, { ...over, detail: true }),
    },
    rows,
  });
}

const wrongColumn = (over: { readonly over?: string }, detail: boolean) =>
  ranged<LevelAnswer>('sessions with a wrong automated action', 'share', ({ wrong }) => wrong, { ...over, detail });

const metric = (title: string, arm: Arm, name: string, unit: 'share' | 'ms' = 'share') =>
  ranged<Level>(title, unit, ({ point }) => estimateOf(point.arms[arm], name));

const times = {
  time_human: metric('active time, human-only', 'human-only', 'active_ms_per_session', 'ms'),
  time_copilot: metric('active time, copilot', 'copilot', 'active_ms_per_session', 'ms'),
  time_selective: metric('active time, selective', 'selective', 'active_ms_per_session', 'ms'),
};

const automation = {
  steps: metric('steps automated', 'selective', 'step_automation'),
  sessions: metric('sessions automated', 'selective', 'session_automation'),
};

const wrongExecuted = metric('sessions with wrong executed action', 'selective', 'sessions_with_wrong_executed');

const FIRST_POPULATION = [
  'Estimates with their 95 % interval, clustered by session, for the models and the threshold as they were',
  'learned; of several populations this is the first.',
].join(' ');

/** The open loop at each noise level. */
export function openTable(loop: LoopResult): FigureTable {
  const saves = (arm: Arm) => ranged<Level>(`${arm} saves`, 'share', ({ point }) => timeSaving(loop, point, arm));
  return table<Level>({
    id: 'open-loop',
    title: 'Open loop: each step judged in the state that the log was in',
    caption: [
      FIRST_POPULATION,
      'Accuracies, critic and automation are those of the selective arm; what is saved is against human-only at the same noise.',
    ],
    columns: {
      ...NOISE,
      tool_accuracy: metric('tool accuracy', 'selective', 'tool_accuracy'),
      action_accuracy: metric('action accuracy', 'selective', 'action_accuracy'),
      critic_precision: metric('critic precision', 'selective', 'critic_precision'),
      critic_coverage: metric('critic coverage', 'selective', 'critic_coverage'),
      ...automation,
      ...times,
      copilot_saves: saves('copilot'),
      selective_saves: saves('selective'),
      wrong_executed: wrongExecuted,
    },
    rows: noisePoints(loop).map((point) => ({ point })),
    terminal: false,
  });
}

/** What the errors of a closed loop led to, at each noise level. */
function errorColumns(closed: ClosedLoop) {
  const errors = (
    title: string,
    unit: 'count' | 'share',
    of: (found: ClosedLoop['propagation'][number]) => Reproduction | undefined,
    definition: string,
    detail = false,
  ) =>
    ranged<Level>(
      title,
      unit,
      ({ point }) => {
        const found = errorsAt(closed, point);
        return (found && of(found)) ?? null;
      },
      { definition, ...(detail && { detail }) },
    );
  return {
    r_first: errors(
      'R, first error',
      'count',
      ({ first }) => first,
      [
        'Further wrong actions that the first wrong action of a case leads to, against its twin:',
        'the same case and chance with that action done right.',
      ].join(' '),
    ),
    seeming: errors(
      'of it seemed right',
      'count',
      ({ parts }) => parts?.seeming,
      'What was right as the case then looked, to somebody who has not noticed the first error.',
    ),
    fresh: errors('new', 'count', ({ parts }) => parts?.fresh, 'What was wrong even so.'),
    harmless: errors(
      'first errors harmless',
      'share',
      ({ parts }) => parts?.harmless,
      'First errors after which the goal was reached all the same and nothing differs in the end.',
    ),
    first_errors: plain<Level>('first errors', 'count', ({ point }) => errorsAt(closed, point)?.first.errors, {
      detail: true,
    }),
    r_all: errors('R, all errors', 'count', ({ all }) => all, 'The same of all errors that got a twin.', true),
    all_errors: plain<Level>('errors with a twin', 'count', ({ point }) => errorsAt(closed, point)?.all.errors, {
      detail: true,
    }),
  };
}

/** The closed loop at each noise level, and what its errors led to. */
export function closedTable(closed: ClosedLoop): FigureTable {
  return table<Level>({
    id: 'closed-loop',
    title: 'Closed loop: what was decided is done',
    caption: [FIRST_POPULATION, ...LOOPS_COMPARED],
    columns: {
      ...NOISE,
      ...automation,
      goal_human: {
        ...metric('goal reached, human-only', 'human-only', 'goal_reached'),
        definition: 'The case ended as the customer needed, nothing false told, nothing wrong left standing.',
      },
      goal_selective: metric('goal reached, selective', 'selective', 'goal_reached'),
      goal_change: ranged('change', 'points', ({ point }) => goalChange(closed, point), [
        'Against human-only on the same cases.',
      ]),
      ...times,
      saved: ranged('selective saves', 'share', ({ point }) => timeSaving(closed, point, 'selective')),
      critic_precision: metric('critic precision', 'selective', 'critic_precision'),
      wrong_executed: wrongExecuted,
      ...errorColumns(closed),
    },
    rows: noisePoints(closed).map((point) => ({ point })),
    terminal: false,
  });
}

/** Threshold and why it stands there, and how good the critic's scores are, of every gate. */
export function gateTable(cells: readonly CellResult[]): FigureTable {
  const gated = cells.flatMap((cell) => (cell.gate ? [{ ...cell, gate: cell.gate }] : []));
  type Gated = (typeof gated)[number];
  const gatedColumn = (title: string, value: (cell: Gated) => number | null | undefined, detail = false) =>
    plain<Gated>(title, 'score', value, detail ? { detail } : {});
  return table<Gated>({
    id: 'gates',
    title: 'Gate and critic',
    caption: 'A critical action runs without a human where the critic’s score reaches the threshold.',
    columns: {
      loop: text('loop', ({ loop }) => loop),
      alpha: text('α', ({ noise }) => noise.alpha),
      beta: text('β', ({ noise }) => noise.beta),
      slip: text('slip', ({ noise }) => noise.slip),
      gate: text('gate', ({ gate }) => gate.name),
      target: gatedColumn('target precision', ({ gate }) => gate.targetPrecision),
      threshold: gatedColumn('threshold', ({ gate }) => gate.threshold),
      auroc: gatedColumn('AUROC', ({ calibration }) => calibration?.auroc),
      ece: { ...gatedColumn('ECE', ({ calibration }) => calibration?.ece), definition: 'Expected calibration error.' },
      brier: { ...gatedColumn('Brier', ({ calibration }) => calibration?.brier), definition: 'Lower is better.' },
      aurc: {
        ...gatedColumn('AURC', ({ riskCoverage }) => riskCoverage?.aurc),
        definition: 'Area under the risk-coverage curve; lower is better.',
      },
      augrc: gatedColumn('AUGRC', ({ riskCoverage }) => riskCoverage?.augrc, true),
      excess_aurc: gatedColumn('excess AURC', ({ riskCoverage }) => riskCoverage?.excessAurc, true),
      proposals: plain('scored proposals', 'count', ({ riskCoverage }) => riskCoverage?.proposals, { detail: true }),
      why: text('why', ({ gate }) => sentence(gate.reason)),
    },
    rows: gated,
    terminal: false,
  });
}
