import type { FigureTable } from '../../../reports/figures/schema.ts';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import { ACTS } from '../../../simulators/operators/answering/operator-times.ts';
import type { OperatorsFit } from '../../../simulators/operators/fitting/fit-operators.ts';
import type { PeopleFit } from '../../../simulators/operators/fitting/fit-people.ts';
import { TEAMS } from '../../../simulators/operators/fitting/simulate-acceptance.ts';
import type { OperatorLog } from '../../../simulators/operators/fitting/tally-operators.ts';
import { counted, plain, ranged, text } from '../../bench/report/table-columns.ts';
import type { JudgedCheck } from './held-out-gain.ts';
import { ratesTables } from './rates-tables.ts';
import { STAR_PUBLISHED } from './star-published.ts';

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

/** The tables of a fit: times, acceptance, people, what the fit foretells, and quantiles beside the log's. */
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

function actsTable({ acts, sessionActiveMs: session }: OperatorsFit, star: boolean): FigureTable {
  const rows = ACTS.map((act) => {
    const { count, medianMs, sigma, assumed } = acts[act];
    const published = STAR_PUBLISHED.acts[act];
    const told = star && published !== '–' ? `published median: ${published}` : null;
    const note = assumed ? 'assumed: the log has too few' : told;
    return { kind: 'measured' as const, cells: { act, count, medianMs, sigma, note } };
  });
  const whole = session && {
    kind: 'measured' as const,
    cells: {
      act: 'a complete session',
      count: session.sessions,
      medianMs: session.median,
      sigma: null,
      note: `mean ${(session.mean / 1000).toFixed(0)} s${star ? `; published: ${STAR_PUBLISHED.session}` : ''}`,
    },
  };
  return {
    id: 'times',
    title: 'Active time of each act',
    caption:
      'A lognormal each: the log’s median, and the sigma of the logarithm that gives it the log’s mean. Times are over all operators.',
    columns: [
      text('act', 'act'),
      plain('count', 'times', 'count'),
      plain('medianMs', 'median', 'ms'),
      plain('sigma', 'sigma', 'score'),
      text('note', 'note'),
    ],
    rows: whole ? [...rows, whole] : rows,
    terminal: true,
  };
}

function acceptanceTable({ answers, acceptance }: OperatorsFit, star: boolean): FigureTable {
  const measured = Object.entries(answers).map(([kind, { replies, picked }]) => ({
    kind: 'measured' as const,
    cells: { what: `first shown: ${kind}`, replies, share: replies > 0 ? picked / replies : null, note: null },
  }));
  const spread = acceptance && {
    kind: 'measured' as const,
    cells: {
      what: 'median operator',
      replies: null,
      share: acceptance.median,
      note: `quartiles ${percent(acceptance.q1)}–${percent(acceptance.q3)} %, range ${percent(acceptance.min)}–${percent(acceptance.max)} %, ${acceptance.operators} operators with more than 100 answers`,
    },
  };
  const published = star && {
    kind: 'published' as const,
    cells: { what: 'as published', replies: null, share: null, note: STAR_PUBLISHED.acceptance },
  };
  return {
    id: 'acceptance',
    title: 'Suggestions taken rather than overridden',
    caption:
      'By the kind of the first suggestion shown. Without the truth a log cannot tell α from β: share taken = (1 − α) p + β (1 − p), with p the share of suggestions that are right.',
    columns: [
      text('what', 'suggestions'),
      plain('replies', 'answers', 'count'),
      plain('share', 'taken', 'share'),
      text('note', 'note'),
    ],
    rows: [...measured, ...[spread, published].flatMap((row) => row || [])],
    terminal: true,
  };
}

function peopleTable({ acceptance, pace }: PeopleFit): FigureTable {
  const row = (what: string, fitted: { mean?: number; sigma: number; operators: number } | null, unit: string) =>
    fitted
      ? {
          kind: 'measured' as const,
          cells: { what, sigma: fitted.sigma, mean: fitted.mean ?? null, operators: fitted.operators, unit },
        }
      : { kind: 'reason' as const, cells: { what, unit: 'the log has too few operators' } };
  return {
    id: 'people',
    title: 'How operators differ, chance taken out',
    caption: 'Standard deviation over operators of who they are, without what chance makes of few answers and times.',
    columns: [
      text('what', 'what'),
      plain('sigma', 'sigma', 'score'),
      plain('mean', 'mean', 'score'),
      plain('operators', 'operators', 'count'),
      text('unit', 'of'),
    ],
    rows: [
      row('taking suggestions', acceptance, 'log-odds'),
      row('pace', pace && { sigma: pace.sigma, operators: pace.operators }, 'logarithm of times'),
    ],
    terminal: true,
  };
}

function heldOutTable({ heldOut }: JudgedCheck): FigureTable {
  return {
    id: 'held-out',
    title: 'What the fit foretells of sessions that it has not seen',
    caption:
      'Half of each operator’s sessions foretell the other half. Log-likelihood gained over a simpler model, in nats per answer or time, with the 95 % interval clustered by operator: above 0 the model is better. Verdicts are corrected for being several (Holm).',
    columns: [
      text('model', 'model'),
      text('simpler', 'over'),
      text('of', 'foretold'),
      plain('count', 'how many', 'count'),
      plain('operators', 'operators', 'count'),
      ranged('gain', 'gain, nats', 'score', 'operator'),
      text('verdict', 'verdict'),
    ],
    rows: heldOut.map(({ model, simpler, of, count, operators, gain: estimate, low, high, judgement }) => ({
      kind: 'measured',
      cells: {
        model,
        simpler,
        of,
        count,
        operators,
        gain: counted({ estimate, low, high }, operators),
        verdict: judgementWords(judgement, 0, 'count', 'operators'),
      },
    })),
    terminal: true,
  };
}

function timesTable({ times }: JudgedCheck): FigureTable {
  const acts = [...new Set(times.map(({ act }) => act))];
  const levels = [...new Set(times.map(({ p }) => p))];
  const row = (act: string, from: string, ms: 'loggedMs' | 'fittedMs') => {
    const cells = times.filter((one) => one.act === act).map((one) => [levelId(one.p), one[ms]]);
    return { kind: 'measured' as const, cells: { act, from, ...Object.fromEntries(cells) } };
  };
  return {
    id: 'time-quantiles',
    title: 'Quantiles of times',
    caption: 'Of each act that the log has enough of, in the log and under the lognormal that was fitted to it.',
    columns: [
      text('act', 'act'),
      text('from', 'of the'),
      ...levels.map((p) => plain(levelId(p), `${Math.round(100 * p)} %`, 'ms')),
    ],
    rows: acts.flatMap((act) => [row(act, 'log', 'loggedMs'), row(act, 'fit', 'fittedMs')]),
    terminal: true,
  };
}

function acceptanceQuantileTable({ acceptance }: JudgedCheck): FigureTable {
  return {
    id: 'acceptance-quantiles',
    title: 'Quantiles of acceptance over operators',
    caption:
      'Operators with more than 100 answers, beside 200 simulated teams of as many who answer as often: mean over the teams, and the range that holds 95 % of them.',
    columns: [
      text('quantile', 'quantile'),
      plain('logged', 'log', 'share'),
      ranged('simulated', 'simulated', 'share', 'team'),
      text('note', 'note'),
    ],
    rows: acceptance.map(({ p, logged, simulated: estimate, low, high }) => ({
      kind: 'measured',
      cells: {
        quantile: p === 0 ? 'lowest' : p === 1 ? 'highest' : `${Math.round(100 * p)} %`,
        logged,
        simulated: counted({ estimate, low, high }, TEAMS),
        note: logged >= low && logged <= high ? null : 'outside',
      },
    })),
    terminal: true,
  };
}

const percent = (share: number) => (100 * share).toFixed(0);
const levelId = (p: number) => `p${Math.round(100 * p)}`;
