import type { FigureTable, Ranged } from '../../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../../reports/figures/table.ts';
import { formatNumber } from '../../../../reports/present/format-value.ts';
import { meanEstimate } from '../../../../reports/stats/mean-estimate.ts';
import { ANY_NUMBER } from '../../../../reports/stats/range.ts';
import { meanOf } from '../../../shared/numbers.ts';
import type { FreshCases, OnlinePoint, OnlineRun } from './online-run.ts';

/** Every way to learn from rewards under one noise, in one population or more. */
export interface OnlineNoise {
  readonly noise: string;
  readonly runs: readonly OnlineRun[];
}

/** One way, with its runs of all populations. */
interface OnlineRow {
  readonly noise: string;
  readonly method: string;
  readonly runs: readonly OnlineRun[];
}

const first = ({ points }: OnlineRun): OnlinePoint => points[0]!;
const last = ({ points }: OnlineRun): OnlinePoint => points.at(-1)!;
type Reward = 'truth' | 'reported';

/** Mean of cases' rewards, those of all populations together. */
const rewardAt = (runs: readonly OnlineRun[], at: typeof last, reward: Reward): Ranged =>
  meanEstimate(
    runs.flatMap((run) => at(run).fresh[reward]),
    ANY_NUMBER,
  );

/** Mean over cases of what one got more than the other, paired by case; as many populations of each. */
function difference(ours: readonly FreshCases[], theirs: readonly FreshCases[], reward: Reward): Ranged {
  const all = ours.flatMap((own, at) => {
    const other = new Map(theirs[at]!.sessions.map((id, place) => [id, theirs[at]![reward][place]!]));
    return own.sessions.flatMap((id, place) => {
      const its = other.get(id);
      return its === undefined ? [] : [own[reward][place]! - its];
    });
  });
  return meanEstimate(all, ANY_NUMBER);
}

const gained = ({ runs }: OnlineRow, reward: Reward): Ranged =>
  difference(
    runs.map((run) => last(run).fresh),
    runs.map((run) => first(run).fresh),
    reward,
  );

const mean = (of: (run: OnlineRun) => number) => (row: OnlineRow) => meanOf(row.runs.map(of));

const COLUMNS: Columns<OnlineRow> = {
  noise: text('noise', 'noise', 'α/β/slip of operators, and of those who report rewards.'),
  method: text('method', 'method'),
  episodes: plain('episodes', 'count', ({ runs }) => Math.round(meanOf(runs.map((run) => last(run).episodes))), [
    'Played to learn from. A generation of essa and a round of the others are played to their end.',
  ]),
  divergence: plain('KL', 'score', ({ runs }) => meanOf(runs.map((run) => last(run).divergence)), [
    'From the policy that it began at, in nats.',
  ]),
  before: ranged('reward before', 'score', ({ runs }) => rewardAt(runs, first, 'truth'), [
    'Mean true reward of a case that nobody learned from, where all ways begin.',
  ]),
  after: ranged('after', 'score', ({ runs }) => rewardAt(runs, last, 'truth'), 'The same at the end.'),
  gained: ranged('gained', 'score', (row) => gained(row, 'truth'), 'Paired by case.'),
  reported: ranged('as reported', 'score', (row) => gained(row, 'reported'), [
    'The same gain as operators of this noise report it: what was learned from.',
  ]),
  goals: plain('goals', 'share', ({ runs }) => meanOf(runs.flatMap((run) => last(run).fresh.goals.map(Number))), [
    'Goals reached at the end, whoever worked for them.',
  ]),
  play: plain(
    'playing',
    'ms',
    mean(({ playMs }) => playMs),
    {
      definition: 'Wall-clock time of the episodes.',
      measured: true,
      detail: true,
    },
  ),
  learn: plain(
    'learning',
    'ms',
    mean(({ learnMs }) => learnMs),
    {
      definition: 'Wall-clock time of everything else, such as steps of training and models to be loaded.',
      measured: true,
      detail: true,
    },
  ),
};

/** None where nothing was played. */
export const onlineTables = (noises: readonly OnlineNoise[]): FigureTable[] =>
  noises.length === 0 ? [] : [onlineTable(noises)];

const onlineTable = (noises: readonly OnlineNoise[]): FigureTable =>
  table({
    id: 'online',
    title: 'Learning from rewards: evolution beside gradients',
    caption: [
      'A tiny transformer, whose adapters alone learn, works cases until it is unsure; then an operator takes over.',
      'All ways begin at the same adapters, which learned from logs, and play about as many episodes.',
      'essa searches the adapters’ singular values by forward passes alone, in fp32 and in int8;',
      'grpo and reinforce follow a gradient. Of two widths, and of two rates, the first population takes what earned more as',
      'reported on the cases that it learned from; no figure here was looked at.',
      'Intervals are over cases, and do not hold the luck of a search.',
    ],
    columns: COLUMNS,
    rows: noises.flatMap(rowsOf),
  });

const rowsOf = ({ noise, runs }: OnlineNoise): OnlineRow[] =>
  [...new Set(runs.map(({ method }) => method))].map((method) => ({
    noise,
    method,
    runs: runs.filter((run) => run.method === method),
  }));

/** What was gained by whom, in words that follow from intervals. */
export function onlineFindings(noises: readonly OnlineNoise[]): string[] {
  return noises.flatMap((one) => {
    const rows = rowsOf(one);
    const [essa, grpo] = ['essa fp32', 'grpo'].map((name) => rows.find(({ method }) => method === name));
    return [...(essa && grpo ? [besideGrpo(essa, grpo)] : []), ...rows.flatMap((row) => overOptimised(row))];
  });
}

function besideGrpo(essa: OnlineRow, grpo: OnlineRow): string {
  const found = difference(
    essa.runs.map((run) => last(run).fresh),
    grpo.runs.map((run) => last(run).fresh),
    'truth',
  );
  const words = { more: 'ends with more', less: 'ends with less', undecided: 'is not told apart from' }[signOf(found)];
  const object = signOf(found) === 'undecided' ? 'grpo by' : 'true reward than grpo,';
  return `Rewards, noise ${essa.noise}: essa ${words} ${object} ${scored(found)}, over about as many episodes.`;
}

/** Where what is reported rises by more than what is true. */
function overOptimised(row: OnlineRow): string[] {
  const [truth, reported] = [gained(row, 'truth'), gained(row, 'reported')];
  if (signOf(reported) !== 'more' || signOf(truth) === 'more') return [];
  const gains = `it gains ${scored(reported)} as reported, and ${scored(truth)} in truth`;
  return [`Rewards, noise ${row.noise}: ${row.method} is over-optimised: ${gains}.`];
}

/** What an interval says of a difference. */
const signOf = ({ low, high }: Ranged): 'more' | 'less' | 'undecided' => {
  if (low !== null && low > 0) return 'more';
  return high !== null && high < 0 ? 'less' : 'undecided';
};

const scored = ({ estimate, low, high }: Ranged): string => {
  const number = (value: number | null) => (value === null ? '–' : formatNumber(value, 2));
  const sign = (estimate ?? 0) > 0 ? '+' : '';
  return `${sign}${number(estimate)} [${number(low)}, ${number(high)}]`;
};
