import type { FigureColumn, FigurePlot, FigureTable } from '../../../reports/figures/schema.ts';
import { bracketsOver } from '../../bench/data/populations.ts';
import { plain, ranged, text } from '../../bench/report/table-columns.ts';
import type { ErlangCheck } from './erlang-check.ts';
import type { Limit, PooledFigures, PooledRun, PoolPlan, SpanFound } from './play-pool.ts';

/** The pool at its span, for one arm and one bound on the sessions that an operator holds. */
export interface SpanRow {
  readonly arm: string;
  readonly held: number;
  readonly limit: Limit;
  /** Null where even hardly any sessions are too many. */
  readonly span: SpanFound | null;
  readonly fanOut: number | null;
}

/** The pool at one load. */
export interface LoadRow {
  readonly arm: string;
  readonly held: number;
  /** Arrivals as a share of what operators could work without turning or hurrying. */
  readonly load: number;
  readonly figures: PooledFigures;
  readonly runs: readonly PooledRun[];
}

const COMMON: readonly FigureColumn[] = [
  ranged('openPerOperator', 'sessions per operator', 'score', 'run'),
  ranged('arrivalsPerOperatorHour', 'sessions per operator and hour', 'count', 'run'),
  ranged('waitMs', 'mean wait', 'ms', 'run'),
  ranged('activeMs', 'active time', 'ms', 'run'),
  ranged('handlingMs', 'handling time', 'ms', 'run'),
  ranged('utilisation', 'utilisation', 'share', 'run'),
  ranged('interruptionsPerHour', 'interruptions an hour', 'count', 'run'),
  ranged('leaked', 'leaked errors', 'score', 'run'),
  ranged('abandonedShare', 'abandoned', 'share', 'run'),
];
const MORE: readonly FigureColumn[] = [
  ranged('goingOnPerOperator', 'sessions that do not wait', 'score', 'run'),
  ranged('wait95Ms', 'wait, 95 %', 'ms', 'run'),
  ranged('sessionWaitMs', 'waits of a session', 'ms', 'run'),
  ranged('handOffsPerSession', 'hand-offs a session', 'count', 'run'),
  ranged('missed', 'goal missed', 'share', 'run'),
  ranged('switchingMs', 'active time: switching', 'ms', 'run'),
  ranged('unattendedShare', 'no operator', 'share', 'run'),
  ranged('queueLength', 'queue met', 'count', 'run'),
];

const READING =
  'Sessions per operator: under way at once, whoever has to act, as a mean over time. Wait: of a hand-off, until an operator turns to it or the customer leaves. Active time: operator’s time a session, switching included; sessions without an operator count 0. Handling time: from arrival to end, as the customer sees it. Both without abandoned sessions. Utilisation: share of the operators’ time at work. Interruptions: turns from a session that is not over to another, an hour and operator. Leaked errors: wrong actions performed, a session, past gate and operator.';

const brackets = (populations: number) =>
  populations === 1
    ? 'In brackets the 95 % interval by Student’s t over runs of the pool, for this team, dealing and models as they are. '
    : `${bracketsOver(populations)} `;

/** What a limit is called. */
export function limitWords(limit: Limit, { limitMs, mostAbandoned }: PoolPlan): string {
  return limit === 'wait' ? `mean wait ${limitMs / 1000} s` : `${100 * mostAbandoned} % lost`;
}

/** How many sessions an operator supervises before waiting explodes. */
export function spanTable(rows: readonly SpanRow[], plan: PoolPlan, populations: number, all: boolean): FigureTable {
  const { patience } = plan;
  const leaving =
    patience === null
      ? ''
      : ` Until too many are lost: customers who leave after ${(patience.kind === 'exponential' ? patience.meanMs : patience.medianMs) / 1000} s of waiting on average, drawn anew for each wait.`;
  return {
    id: all ? 'span-all' : 'span',
    title: all ? 'At the span: everything' : 'Span: sessions per operator before waiting explodes',
    caption: `${brackets(populations)}The highest load that keeps within the limit. Until the mean wait is too long: customers wait for ever.${leaving} ${READING} Fan-out: neglect time over interaction time plus one, what each operator could have going on if none ever waited.`,
    columns: [
      text('arm'),
      text('limit'),
      text('held', 'most held at once'),
      ...COMMON,
      ...(all ? MORE : []),
      plain('fanOut', 'fan-out', 'score'),
    ],
    rows: rows.map(({ arm, held, limit, span, fanOut }) => ({
      kind: span ? 'measured' : 'reason',
      cells: { arm, limit: limitWords(limit, plan), held: String(held), fanOut, ...span?.figures },
    })),
    terminal: !all,
  };
}

/** What becomes of waiting, time and errors as the load grows. */
export function loadTable(rows: readonly LoadRow[], populations: number, all: boolean): FigureTable {
  return {
    id: all ? 'load-all' : 'load',
    title: all ? 'By load: everything' : 'Waiting, active time and leaked errors by load',
    caption: `${brackets(populations)}Operators hold at most ${rows[0]?.held} sessions at once. Load: arrivals as a share of what operators could work if they never turned between sessions or hurried. Customers leave as in the second limit of the span, if at all. ${READING}`,
    columns: [text('arm'), text('load'), ...COMMON, ...(all ? MORE : [])],
    rows: rows.map(({ arm, load, figures }) => ({
      kind: 'measured',
      cells: { arm, load: `${Math.round(100 * load)} %`, ...figures },
    })),
    terminal: !all,
  };
}

/** The simulation beside closed forms. */
export function erlangTable(checks: readonly ErlangCheck[], replications: number): FigureTable {
  const holds = ({ exact, simulated: { low, high } }: ErlangCheck) =>
    low !== null && high !== null && low <= exact && exact <= high;
  return {
    id: 'erlang',
    title: 'The pool against closed forms',
    caption: `Erlang C (M/M/c), Pollaczek-Khinchine (M/G/1) and Erlang A (M/M/c+M) beside the same simulation, in 95 % intervals by Student’s t over ${replications} independent runs. A right simulation lies outside in about one row of twenty.`,
    columns: [
      text('model'),
      text('figure'),
      plain('exact', 'exact', 'share'),
      ranged('simulated', 'simulated', 'share', 'run'),
      plain('exactMs', 'exact time', 'ms'),
      ranged('simulatedMs', 'simulated time', 'ms', 'run'),
      text('verdict', 'interval'),
    ],
    rows: checks.map((check) => ({
      kind: 'measured',
      cells: {
        model: check.model,
        figure: check.figure,
        ...(check.unit === 'share'
          ? { exact: check.exact, simulated: check.simulated }
          : { exactMs: check.exact, simulatedMs: check.simulated }),
        verdict: holds(check) ? 'holds the exact value' : 'does not hold it',
      },
    })),
    terminal: true,
  };
}

const CURVES = [
  { id: 'waitMs', title: 'Mean wait by sessions per operator', y: 'mean wait of a hand-off, s', per: 1000 },
  { id: 'activeMs', title: 'Active time by sessions per operator', y: 'active time a session, s', per: 1000 },
  { id: 'leaked', title: 'Leaked errors by sessions per operator', y: 'leaked errors a session', per: 1 },
] as const;

/** Waiting, active time and leaked errors over the sessions that each operator has under way. */
export function spanPlots(rows: readonly LoadRow[]): FigurePlot[] {
  const arms = [...new Set(rows.map(({ arm }) => arm))];
  return CURVES.map(({ id, title, y, per }) => ({
    id: `span-${id}`,
    kind: 'lines' as const,
    title,
    caption: 'One point for each load; the curves end at the highest load that was played.',
    axes: { x: 'sessions under way per operator', y },
    curves: arms.map((arm) => ({
      label: arm,
      points: rows
        .filter((row) => row.arm === arm)
        .flatMap(({ figures }) => {
          const [x, value] = [figures.openPerOperator.estimate, figures[id].estimate];
          return x === null || value === null ? [] : [{ x, y: value / per }];
        }),
    })),
  }));
}
