import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text, unmeasured } from '../../../reports/figures/table.ts';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import { ACTS } from '../../../simulators/operators/answering/operator-times.ts';
import type { OperatorsFit } from '../../../simulators/operators/fitting/fit-operators.ts';
import type { PeopleFit } from '../../../simulators/operators/fitting/fit-people.ts';
import { TEAMS } from '../../../simulators/operators/fitting/simulate-acceptance.ts';
import type { OperatorLog } from '../../../simulators/operators/fitting/tally-operators.ts';
import type { JudgedCheck } from './held-out-gain.ts';
import { ratesTables } from './rates-tables.ts';

/** What others report of STAR's 6,652 dialogues, to stand beside a fit. Source: docs/reference.md. */
const STAR_PUBLISHED = {
  acceptance: 'median 87 %, quartiles 82–90 %, range 46–98 %, operators with more than 100 replies',
  session: 'mean 262 s, median 211 s over 5,820 complete sessions of 107 operators',
  acts: {
    draft: '10 s',
    pick: '2 s',
    review: '–',
    freeText: '9 s',
    form: '10 s',
    procedure: '5 s',
    click: '–',
    finish: '–',
    lookBack: '–',
    catchUp: '–',
  },
} as const;

/** What a fit of a log found. */
export interface FoundFit {
  readonly fit: OperatorsFit;
  readonly people: PeopleFit;
  readonly check: JudgedCheck;
  /** Whether the log is STAR, of which others have published figures. */
  readonly star: boolean;
  /** What each operator did. */
  readonly logs: readonly OperatorLog[];
}

/** The tables of a fit: times, acceptance, people, what the fit predicts, and quantiles beside the log's. */
export function fitTables({ fit, people, check, star, logs }: FoundFit): FigureTable[] {
  return [
    actsTable(fit, star),
    acceptanceTable(fit, star),
    ...ratesTables(logs),
    peopleTable(people),
    heldOutTable(check),
    timesTable(check),
    acceptanceQuantileTable(check),
  ];
}

interface ActRow {
  readonly act: string;
  readonly count: number;
  readonly medianMs: number;
  readonly sigma: number | null;
  readonly note: string | null;
}

const ACT_COLUMNS: Columns<ActRow> = {
  act: text('act', 'act'),
  count: plain('times', 'count', 'count'),
  medianMs: plain('median', 'ms', 'medianMs'),
  sigma: plain('sigma', 'score', 'sigma', [
    'Of the logarithm: the one that gives a lognormal with this median the log’s mean.',
  ]),
  note: text('note', 'note'),
};

function actsTable({ acts, sessionActiveMs: session }: OperatorsFit, star: boolean): FigureTable {
  const rows = ACTS.map((act): ActRow => {
    const published = STAR_PUBLISHED.acts[act];
    const known = star && published !== '–' ? `published median: ${published}` : null;
    return { act, ...acts[act], note: acts[act].assumed ? 'assumed: the log has too few' : known };
  });
  if (session) {
    const note = `mean ${(session.mean / 1000).toFixed(0)} s${star ? `; published: ${STAR_PUBLISHED.session}` : ''}`;
    rows.push({ act: 'a complete session', count: session.sessions, medianMs: session.median, sigma: null, note });
  }
  return table({
    id: 'times',
    title: 'Active time of each act',
    caption: 'A lognormal each. Times are over all operators.',
    columns: ACT_COLUMNS,
    rows,
  });
}

interface AcceptanceRow {
  readonly what: string;
  readonly replies: number | null;
  readonly share: number | null;
  readonly note: string | null;
}

const ACCEPTANCE: Columns<AcceptanceRow> = {
  what: text('suggestions', 'what'),
  replies: plain('answers', 'count', 'replies'),
  share: plain('taken', 'share', 'share'),
  note: text('note', 'note'),
};

function acceptanceTable({ answers, acceptance }: OperatorsFit, star: boolean): FigureTable {
  const rows = Object.entries(answers).map(
    ([kind, { replies, picked }]): AcceptanceRow => ({
      what: `first shown: ${kind}`,
      replies,
      share: replies > 0 ? picked / replies : null,
      note: null,
    }),
  );
  if (acceptance) {
    const { median, q1, q3, min, max, operators } = acceptance;
    const spread = `quartiles ${percent(q1)}–${percent(q3)} %, range ${percent(min)}–${percent(max)} %`;
    const note = `${spread}, ${operators} operators with more than 100 answers`;
    rows.push({ what: 'median operator', replies: null, share: median, note });
  }
  return table({
    id: 'acceptance',
    title: 'Suggestions taken rather than overridden',
    caption: [
      'By the kind of the first suggestion shown. Without the truth a log cannot tell α from β:',
      'share taken = (1 − α) p + β (1 − p), with p the share of suggestions that are right.',
    ],
    columns: ACCEPTANCE,
    rows,
    others: star ? unmeasured('published', [{ what: 'as published', note: STAR_PUBLISHED.acceptance }]) : [],
  });
}

interface PeopleRow {
  readonly what: string;
  readonly unit: string;
  readonly fitted: { readonly mean?: number; readonly sigma: number; readonly operators: number } | null;
}

const PEOPLE: Columns<PeopleRow> = {
  what: text('what', 'what'),
  sigma: plain('sigma', 'score', ({ fitted }) => fitted?.sigma),
  mean: plain('mean', 'score', ({ fitted }) => fitted?.mean),
  operators: plain('operators', 'count', ({ fitted }) => fitted?.operators),
  unit: text('of', ({ fitted, unit }) => (fitted ? unit : 'the log has too few operators')),
};

const peopleTable = ({ acceptance, pace }: PeopleFit): FigureTable =>
  table({
    id: 'people',
    title: 'How operators differ, chance taken out',
    caption: 'Standard deviation over operators of who they are, without what chance makes of few answers and times.',
    columns: PEOPLE,
    rows: [
      { what: 'taking suggestions', unit: 'log-odds', fitted: acceptance },
      {
        what: 'pace',
        unit: 'logarithm of times',
        fitted: pace && { sigma: pace.sigma, operators: pace.operators },
      },
    ],
    kind: ({ fitted }) => (fitted ? 'measured' : 'reason'),
  });

const HELD_OUT: Columns<JudgedCheck['heldOut'][number]> = {
  model: text('model', 'model'),
  simpler: text('over', 'simpler'),
  of: text('predicted', 'of'),
  count: plain('how many', 'count', 'count'),
  operators: plain('operators', 'count', 'operators'),
  gain: ranged(
    'gain, nats',
    'score',
    ({ gain: estimate, low, high, operators }) => ({ estimate, low, high, of: operators }),
    {
      over: 'operator',
      definition: 'Log-likelihood over a simpler model, per answer or time: above 0 the model is better.',
    },
  ),
  verdict: text('verdict', ({ judgement }) => judgementWords(judgement, 0, 'count', 'operators'), [
    'Corrected for being several (Holm).',
  ]),
};

const heldOutTable = ({ heldOut }: JudgedCheck): FigureTable =>
  table({
    id: 'held-out',
    title: 'What the fit predicts of sessions that it has not seen',
    caption: [
      'Half of each operator’s sessions predict the other half.',
      'In brackets the 95 % interval, clustered by operator.',
    ],
    columns: HELD_OUT,
    rows: heldOut,
  });

type Times = JudgedCheck['times'];

interface TimesRow {
  readonly act: string;
  readonly from: 'log' | 'fit';
  readonly times: Times;
}

function timesTable({ times }: JudgedCheck): FigureTable {
  const acts = [...new Set(times.map(({ act }) => act))];
  const levels = [...new Set(times.map(({ p }) => p))].map((level) => {
    const title = Math.round(100 * level);
    const column = plain<TimesRow>(`${title} %`, 'ms', (row) => {
      const found = row.times.find(({ p }) => p === level);
      return row.from === 'log' ? found?.loggedMs : found?.fittedMs;
    });
    return [`p${title}`, column];
  });
  return table<TimesRow>({
    id: 'time-quantiles',
    title: 'Quantiles of times',
    caption: 'Of each act that the log has enough of, in the log and under the lognormal that was fitted to it.',
    columns: { act: text('act', 'act'), from: text('of the', 'from'), ...Object.fromEntries(levels) },
    rows: acts.flatMap((act) => {
      const own = times.filter((one) => one.act === act);
      return (['log', 'fit'] as const).map((from) => ({ act, from, times: own }));
    }),
  });
}

const QUANTILES: Columns<JudgedCheck['acceptance'][number]> = {
  quantile: text('quantile', ({ p }) => (p === 0 ? 'lowest' : p === 1 ? 'highest' : `${Math.round(100 * p)} %`)),
  logged: plain('log', 'share', 'logged'),
  simulated: ranged(
    'simulated',
    'share',
    ({ simulated: estimate, low, high }) => ({ estimate, low, high, of: TEAMS }),
    {
      over: 'team',
      definition: 'Mean over the teams, and the range that holds 95 % of them.',
    },
  ),
  note: text('note', ({ logged, low, high }) => (logged >= low && logged <= high ? null : 'outside')),
};

const acceptanceQuantileTable = ({ acceptance }: JudgedCheck): FigureTable =>
  table({
    id: 'acceptance-quantiles',
    title: 'Quantiles of acceptance over operators',
    caption: 'Operators with more than 100 answers, beside 200 simulated teams of as many who answer as often.',
    columns: QUANTILES,
    rows: acceptance,
  });

const percent = (share: number) => (100 * share).toFixed(0);
