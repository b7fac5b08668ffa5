import type { FigureTable } from '../../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../../reports/figures/table.ts';
import { formatEstimate } from '../../../../reports/present/format-value.ts';
import { judgeFamily } from '../../../../reports/stats/judge-family.ts';
import { meanEstimate } from '../../../../reports/stats/mean-estimate.ts';
import { type PairedDifference, pairedDifference } from '../../../../reports/stats/paired-difference.ts';
import { NOT_NEGATIVE, SHARE } from '../../../../reports/stats/range.ts';
import type { KeyedSums } from '../../../../reports/stats/session-sums.ts';
import type { Verdict } from '../../../../reports/stats/verdict.ts';
import type { ToyPoint, ToyReference, ToyRun } from './run-toy.ts';

/** KL from the SFT policy at which methods are compared, in nats: all that a run passes after its reference has moved. */
const LEVELS = [0.5, 1, 1.5] as const;

/** One objective with one kind of reference, over all seeds. */
interface ToyRow {
  readonly objective: string;
  readonly reference: ToyReference;
  readonly runs: readonly ToyRun[];
  /** The same objective with the frozen reference; null for that one itself. */
  readonly frozen: readonly ToyRun[] | null;
}

/** A way to look at a run: in words, and what no pair covers there; null where the run never gets there. */
interface Look {
  readonly at: string;
  readonly elsewhere: (run: ToyRun) => number | null;
}

const last = ({ points }: ToyRun): ToyPoint => points.at(-1)!;
const AFTER_ALL: Look = { at: 'after as many steps', elsewhere: (run) => last(run).elsewhere };
const AT_LEVELS: readonly Look[] = LEVELS.map((level) => ({
  at: `at KL ${level}`,
  elsewhere: (run) => whenAt(run, level),
}));
const BEFORE: Look = { at: 'before', elsewhere: ({ points }) => points[0]!.elsewhere };

/** Between the two points around the step at which the run first passes the KL. */
function whenAt({ points }: ToyRun, level: number): number | null {
  const next = points.findIndex(({ kl }) => kl >= level);
  if (next < 1) return null;
  const [from, to] = [points[next - 1]!, points[next]!];
  return from.elsewhere + ((level - from.kl) / (to.kl - from.kl)) * (to.elsewhere - from.elsewhere);
}

function rowsOf(runs: readonly ToyRun[]): ToyRow[] {
  const of = (objective: string, reference: ToyReference) =>
    runs.filter((run) => run.objective === objective && run.reference === reference);
  const names = new Map(
    runs.map(({ objective, reference }) => [`${objective} ${reference}`, { objective, reference }]),
  );
  return [...names.values()].map(({ objective, reference }) => ({
    objective,
    reference,
    runs: of(objective, reference),
    frozen: reference === 'frozen' ? null : of(objective, 'frozen'),
  }));
}

function sumsOf(runs: readonly ToyRun[], { elsewhere }: Look): KeyedSums {
  const known = runs.flatMap((run) => {
    const value = elsewhere(run);
    return value === null ? [] : [{ seed: run.seed, value }];
  });
  return {
    sessions: known.map(({ seed }) => seed),
    numerators: known.map(({ value }) => value),
    denominators: known.map(() => 1),
  };
}

/** By Student's t over seeds; within 5 % of what it is compared with it is equivalent. */
const difference = (ours: KeyedSums, theirs: KeyedSums): PairedDifference =>
  pairedDifference(ours, theirs, 'count', 'lower');
const beside = (runs: readonly ToyRun[], others: readonly ToyRun[], look: Look) =>
  difference(sumsOf(runs, look), sumsOf(others, look));

const meanOfLast = (title: string, field: 'chosen' | 'rejected' | 'elsewhere') =>
  ranged<ToyRow>(
    title,
    'share',
    ({ runs }) =>
      meanEstimate(
        runs.map((run) => last(run)[field]),
        SHARE,
      ),
    { over: 'seed' },
  );
const meanAt = ({ at, elsewhere }: Look) =>
  ranged<ToyRow>(
    `elsewhere ${at}`,
    'share',
    ({ runs }) => {
      const known = runs.map(elsewhere).filter((value) => value !== null);
      return { ...meanEstimate(known, SHARE), of: known.length };
    },
    { over: 'seed', definition: 'The mean over those seeds in which a run gets so far.' },
  );
const differenceAt = (look: Look) =>
  ranged<ToyRow>(
    `difference ${look.at}`,
    'points',
    ({ runs, frozen }) => (frozen ? beside(runs, frozen, look) : null),
    {
      over: 'seed',
    },
  );

const COLUMNS: Columns<ToyRow> = {
  objective: text('objective', 'objective'),
  reference: text('reference', 'reference'),
  seeds: plain('seeds', 'count', ({ runs }) => runs.length, { detail: true }),
  kl: ranged(
    'KL from SFT',
    'score',
    ({ runs }) =>
      meanEstimate(
        runs.map((run) => last(run).kl),
        NOT_NEGATIVE,
      ),
    {
      over: 'seed',
      definition: 'KL(π ‖ π_SFT) of trajectories at the end of training, in nats.',
    },
  ),
  chosen: meanOfLast('chosen', 'chosen'),
  rejected: meanOfLast('rejected', 'rejected'),
  elsewhere: meanOfLast('elsewhere', 'elsewhere'),
  elsewhere_difference: differenceAt(AFTER_ALL),
  ...Object.fromEntries(
    AT_LEVELS.flatMap((look, at) => [
      [`elsewhere_level_${at + 1}`, { ...meanAt(look), detail: true }],
      [`difference_level_${at + 1}`, differenceAt(look)],
    ]),
  ),
};

/** What became of probability under each objective and reference. */
export const toyTable = (runs: readonly ToyRun[]): FigureTable =>
  table({
    id: 'align-toy',
    title: 'A toy: where probability goes when pairs cover few trajectories',
    caption: [
      'Probability of trajectories that were chosen, that were rejected, and that no pair covers (elsewhere), at the end of',
      'training, as means over seeds with 95 % intervals; each seed is a tree, pairs and a network of its own.',
      'Differences are in what lies elsewhere, to the frozen reference, paired by seed: after as many steps, and where both',
      'first pass the same KL from the SFT policy.',
      'The toy is ours: that of arXiv 2404.09656 is not public. Three settings were tried. In the first, SFT left three',
      'quarters of probability elsewhere; in the second, KL passed 1 before a reference had moved; neither was judged.',
    ],
    columns: COLUMNS,
    rows: rowsOf(runs),
  });

/** What the toy says of the published claim, in words; verdicts are corrected for all that are read together. */
export function toyFindings(runs: readonly ToyRun[]): string[] {
  const rows = rowsOf(runs);
  return [...spreadFindings(rows.filter(({ frozen }) => frozen === null)), ...movingFindings(rows)];
}

function spreadFindings(rows: readonly ToyRow[]): string[] {
  const found = rows.map(({ runs }) => difference(sumsOf(runs, AFTER_ALL), sumsOf(runs, BEFORE)));
  const judgements = judgeFamily(found, 'holm');
  return rows.map(({ objective }, at) => {
    const [one, verdict] = [found[at]!, judgements[at]!.verdict];
    const words = { worse: 'rises', better: 'falls', equivalent: 'stays', undecided: 'is undecided' }[verdict];
    return `Toy, ${objective} with a frozen reference: mass on trajectories that no pair covers ${words} (${signed(one)}).`;
  });
}

/** One sentence a family: after as many steps, and at equal KL. */
function movingFindings(rows: readonly ToyRow[]): string[] {
  const families = [
    ['after as many steps', [AFTER_ALL]],
    ['at equal KL', AT_LEVELS],
  ] as const;
  return families.map(([at, looks]) => {
    const compared = rows.flatMap(({ objective, reference, runs, frozen }) =>
      frozen
        ? looks.map((look) => ({
            name: `${objective} ${reference}${look === AFTER_ALL ? '' : ` ${look.at}`}`,
            found: beside(runs, frozen, look),
          }))
        : [],
    );
    const judgements = judgeFamily(
      compared.map(({ found }) => found),
      'holm',
    );
    return claimFinding(
      at,
      compared.map((one, i) => ({ ...one, verdict: judgements[i]!.verdict })),
    );
  });
}

interface Compared {
  readonly name: string;
  readonly found: PairedDifference;
  readonly verdict: Verdict;
}

/** Whether a moving reference moves less mass to what no pair covers. */
function claimFinding(at: string, compared: readonly Compared[]): string {
  const of = (verdict: Verdict) => compared.filter((one) => one.verdict === verdict);
  const [less, more] = [of('better'), of('worse')];
  const listed = (some: readonly Compared[]) =>
    some.length === 0 ? '' : ` (${some.map(({ name, found }) => `${name} ${signed(found)}`).join(', ')})`;
  const holds = less.length === 0 ? 'is not borne out' : more.length === 0 ? 'is borne out' : 'is torn';
  return [
    `Toy, ${at}: that a moving reference puts less mass on what no pair covers than a frozen one ${holds}:`,
    `less in ${less.length} of ${compared.length} comparisons${listed(less)}, more in ${more.length}${listed(more)},`,
    `equivalent in ${of('equivalent').length}, undecided in ${of('undecided').length}.`,
  ].join(' ');
}

const signed = (found: PairedDifference) => `${(found.estimate ?? 0) > 0 ? '+' : ''}${formatEstimate('points', found)}`;
