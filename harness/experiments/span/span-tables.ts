import type { FigurePlot, FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, having, plain, ranged, table, text, within } from '../../../reports/figures/table.ts';
import { countOf, formatPercent } from '../../../reports/present/format-value.ts';
import { bracketsOver } from '../../bench/data/populations.ts';
import type { ErlangCheck } from '../../bench/pool/erlang-check.ts';
import type { Limit, PooledFigures, PooledRun, PoolPlan, SpanFound } from '../../bench/pool/play-pool.ts';

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

const COLUMNS = having<PooledFigures>(
  { over: 'run' },
  {
    openPerOperator: ranged('sessions per operator', 'score', 'openPerOperator', [
      'Under way at once, whoever has to act, as a mean over time.',
    ]),
    arrivalsPerOperatorHour: ranged('sessions per operator and hour', 'count', 'arrivalsPerOperatorHour'),
    waitMs: ranged('mean wait', 'ms', 'waitMs', 'Of a hand-off, until an operator turns to it or the customer leaves.'),
    activeMs: ranged('active time', 'ms', 'activeMs', [
      'Operator’s time a session, switching included; without abandoned sessions, those without an operator as 0.',
    ]),
    handlingMs: ranged('handling time', 'ms', 'handlingMs', [
      'From arrival to end, as the customer sees it; without abandoned sessions.',
    ]),
    utilisation: ranged('utilisation', 'share', 'utilisation', 'Share of the operators’ time at work.'),
    interruptionsPerHour: ranged('interruptions an hour', 'count', 'interruptionsPerHour', [
      'Turns from a session that is not over to another, an hour and operator.',
    ]),
    leaked: ranged('leaked errors', 'score', 'leaked', 'Wrong actions performed, a session, past gate and operator.'),
    abandonedShare: ranged('abandoned', 'share', 'abandonedShare'),
    ...having(
      { detail: true },
      {
        goingOnPerOperator: ranged('sessions that do not wait', 'score', 'goingOnPerOperator'),
        wait95Ms: ranged('wait, 95 %', 'ms', 'wait95Ms'),
        sessionWaitMs: ranged('waits of a session', 'ms', 'sessionWaitMs'),
        handOffsPerSession: ranged('hand-offs a session', 'count', 'handOffsPerSession'),
        missed: ranged('goal missed', 'share', 'missed'),
        switchingMs: ranged('active time: switching', 'ms', 'switchingMs'),
        unattendedShare: ranged('no operator', 'share', 'unattendedShare'),
        queueLength: ranged('queue met', 'count', 'queueLength'),
      },
    ),
  },
);

const brackets = (populations: number) =>
  populations === 1
    ? 'In brackets the 95 % interval by Student’s t over runs of the pool, for this team, dealing and models as they are.'
    : bracketsOver(populations);

/** What a limit is called. */
export function limitWords(limit: Limit, { limitMs, mostAbandoned }: PoolPlan): string {
  return limit === 'wait' ? `mean wait ${limitMs / 1000} s` : `${formatPercent(mostAbandoned)} lost`;
}

/** How many sessions an operator supervises before waiting explodes. */
export function spanTable(rows: readonly SpanRow[], plan: PoolPlan, populations: number): FigureTable {
  const { patience } = plan;
  const seconds = patience && (patience.kind === 'exponential' ? patience.meanMs : patience.medianMs) / 1000;
  return table<SpanRow>({
    id: 'span',
    title: 'Span: sessions per operator before waiting explodes',
    caption: [
      brackets(populations),
      'The highest load that keeps within the limit. Until the mean wait is too long: customers wait for ever.',
      ...(seconds === null
        ? []
        : [
            `Until too many are lost: customers who leave after ${seconds} s of waiting on average, drawn anew for each wait.`,
          ]),
    ],
    columns: {
      arm: text('arm', 'arm'),
      limit: text('limit', ({ limit }) => limitWords(limit, plan)),
      held: text('most held at once', ({ held }) => String(held)),
      ...within(COLUMNS, ({ span }: SpanRow) => span?.figures),
      fanOut: plain('fan-out', 'score', 'fanOut', [
        'Neglect time over interaction time plus one: what each operator could have going on if none ever waited.',
      ]),
    },
    rows,
    kind: ({ span }) => (span ? 'measured' : 'reason'),
  });
}

/** What becomes of waiting, time and errors as the load grows. */
export function loadTable(rows: readonly LoadRow[], populations: number): FigureTable {
  return table<LoadRow>({
    id: 'load',
    title: 'Waiting, active time and leaked errors by load',
    caption: [
      brackets(populations),
      `Operators hold at most ${countOf(rows[0]?.held ?? 0, 'session')} at once.`,
      'Customers leave as in the second limit of the span, if at all.',
    ],
    columns: {
      arm: text('arm', 'arm'),
      load: text('load', ({ load }) => `${Math.round(100 * load)} %`, [
        'Arrivals as a share of what operators could work if they never turned between sessions or hurried.',
      ]),
      ...within(COLUMNS, ({ figures }: LoadRow) => figures),
    },
    rows,
  });
}

const ERLANG: Columns<ErlangCheck> = {
  model: text('model', 'model'),
  figure: text('figure', 'figure'),
  exact: plain('exact', 'share', ({ unit, exact }) => (unit === 'share' ? exact : null)),
  simulated: ranged('simulated', 'share', ({ unit, simulated }) => (unit === 'share' ? simulated : null), {
    over: 'run',
  }),
  exactMs: plain('exact time', 'ms', ({ unit, exact }) => (unit === 'share' ? null : exact)),
  simulatedMs: ranged('simulated time', 'ms', ({ unit, simulated }) => (unit === 'share' ? null : simulated), {
    over: 'run',
  }),
  verdict: text('interval', ({ exact, simulated: { low, high } }) =>
    low !== null && high !== null && low <= exact && exact <= high ? 'holds the exact value' : 'does not hold it',
  ),
};

/** The simulation beside closed forms. */
export const erlangTable = (checks: readonly ErlangCheck[], replications: number): FigureTable =>
  table({
    id: 'erlang',
    title: 'The pool against closed forms',
    caption: [
      'Erlang C (M/M/c), Pollaczek-Khinchine (M/G/1) and Erlang A (M/M/c+M) beside the same simulation,',
      `in 95 % intervals by Student’s t over ${replications} independent runs.`,
      'A right simulation lies outside in about one row of twenty.',
    ],
    columns: ERLANG,
    rows: checks,
  });

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
