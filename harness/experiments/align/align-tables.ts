import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text, unmeasured } from '../../../reports/figures/table.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { ratioEstimate, shareOf } from '../../../reports/stats/ratio-estimate.ts';
import type { Sides } from '../../bench/feedback/judge-sides.ts';
import type { AnswerCounts } from './count-answers.ts';
import type { ChoicePoint } from './judge-choices.ts';
import type { Setting } from './learn.ts';
import { AS_DEPLOYED, zeroOf } from './methods.ts';
import type { MethodResult, PooledNoise } from './results.ts';

export const alignTables = (results: readonly PooledNoise[]): FigureTable[] => [
  methodsTable(results),
  curvesTable(results),
  answersTable(results),
];

/** A policy on both sides, and what it is compared with. */
interface MethodRow {
  readonly noise: string;
  readonly name: string;
  readonly sides: Sides;
  readonly zero: MethodResult | null;
  readonly result: MethodResult | null;
  /** What it gains on either side in each population. */
  readonly within: readonly Readonly<Record<Side, number | null>>[];
}

type Side = 'historical' | 'hard';

const share = (title: string, side: Side, definition: string | readonly string[]) =>
  ranged<MethodRow>(title, 'share', ({ sides }) => shareOf(sides[side]), definition);
const difference = (side: Side, definition: string) =>
  ranged<MethodRow>(
    'difference',
    'points',
    ({ sides, zero }) => zero && pairedDifference(sides[side], zero.sides[side], 'share', 'higher'),
    definition,
  );
const extreme = (title: string, side: Side, of: (...values: number[]) => number) =>
  plain<MethodRow>(
    title,
    'points',
    ({ within }) => {
      const known = within.flatMap((one) => one[side] ?? []);
      return known.length < 2 ? null : of(...known);
    },
    { definition: 'Of the populations’ own differences.', detail: true },
  );
const last = ({ result }: MethodRow): ChoicePoint | undefined => result?.curve.at(-1);

const METHODS: Columns<MethodRow> = {
  noise: text('noise', 'noise', 'α/β/slip of the operators who answered.'),
  method: text('method', 'name', 'The objective, and how its reference follows.'),
  historical: share('historical', 'historical', 'Right actions at every step of sessions that nobody learned from.'),
  historical_difference: difference('historical', 'To plain cross entropy on the same answers, paired by session.'),
  historical_least: extreme('least', 'historical', Math.min),
  historical_most: extreme('most', 'historical', Math.max),
  hard: share('hard set', 'hard', 'The same at steps at which the deployed policy is wrong.'),
  hard_difference: difference('hard', 'To the same.'),
  hard_least: extreme('least', 'hard', Math.min),
  hard_most: extreme('most', 'hard', Math.max),
  divergence: plain('KL', 'score', (row) => last(row)?.divergence, [
    'Nats between the policy now and as it was deployed, the mean over screens; exact over what a screen offers.',
  ]),
  rates: text(
    'rate',
    ({ result }) => result && settingWords(result.settings, 'learningRate'),
    'Learning rate, chosen.',
  ),
  betas: text('β of it', ({ result }) => result && settingWords(result.settings, 'beta'), 'Chosen with the rate.'),
  tried: plain('tried', 'count', ({ result }) => result?.tried, {
    definition: 'Settings that were tried on held-out answers of the first population; no figure here was looked at.',
    detail: true,
  }),
};

const settingWords = (settings: readonly Setting[], name: keyof Setting): string | null => {
  const values = [...new Set(settings.flatMap((setting) => setting[name] ?? []))];
  return values.length === 0 ? null : values.join(', ');
};

/** Source: arXiv 2604.23855, by docs/reference.md; action accuracy of the deployed system on its own logs. */
const PUBLISHED = unmeasured('published', [
  { method: 'published: SFT', historical: 0.7603 },
  { method: 'published: SFT + DPO', historical: 0.6997 },
  { method: 'published: SFT + APO', historical: 0.6873 },
]);

const methodsTable = (results: readonly PooledNoise[]): FigureTable =>
  table({
    id: 'methods',
    title: 'What operators’ answers teach, by method',
    caption: [
      'Action accuracy, with 95 % intervals clustered by session; they do not hold the luck of a population.',
      'Each method goes on from the deployed policy with the same answers and as many steps.',
      'What learns from pairs is compared with sft-corrections, and what learns from accepted suggestions too with sft-answers.',
      'The deployed policy is wrong on the hard set by construction;',
      'what its logs, learned once more, have right there is no gain of anything.',
    ],
    columns: METHODS,
    rows: results.flatMap(methodRows),
    others: PUBLISHED,
  });

function methodRows({ noise, deployed, second, methods, populations }: PooledNoise): MethodRow[] {
  const plainRow = (name: string, sides: Sides) => ({ noise, name, sides, zero: null, result: null, within: [] });
  return [
    plainRow(AS_DEPLOYED, deployed),
    plainRow('its logs once more', second),
    ...methods.map((result): MethodRow => {
      const { name } = result.method;
      const zero = zeroIn(result, methods);
      const within = populations.flatMap((one) => {
        const own = one.methods.find(({ method }) => method.name === name);
        const its = own && zeroIn(own, one.methods);
        return own && its ? [{ historical: gain('historical', own, its), hard: gain('hard', own, its) }] : [];
      });
      return { noise, name, sides: result.sides, zero, result, within };
    }),
  ];
}

/** What a method is compared with, among those of the same answers. */
export function zeroIn({ method }: MethodResult, methods: readonly MethodResult[]): MethodResult | null {
  const name = zeroOf(method);
  return methods.find((one) => one.method.name === name) ?? null;
}

function gain(side: Side, own: MethodResult, zero: MethodResult): number | null {
  const [one, other] = [own, zero].map(({ sides }) => ratioEstimate(sides[side], 'share').estimate);
  return one == null || other == null ? null : one - other;
}

interface CurveRow {
  readonly noise: string;
  readonly name: string;
  readonly point: ChoicePoint;
}

const CURVES: Columns<CurveRow> = {
  noise: text('noise', 'noise'),
  method: text('method', 'name'),
  steps: plain('steps', 'count', ({ point }) => point.steps),
  divergence: plain('KL', 'score', ({ point }) => point.divergence),
  historical: ranged('historical', 'share', ({ point }) => shareOf(point.historical), [
    'Right choices of an action; what a form is filled in with does not count, nor do steps of free text.',
  ]),
  hard: ranged('hard set', 'share', ({ point }) => shareOf(point.hard)),
  chosen: plain('P chosen', 'share', ({ point }) => point.mass.chosen, 'Of the logged action, at hard steps.'),
  rejected: plain('P rejected', 'share', ({ point }) => point.mass.rejected, 'Of what was proposed as deployed.'),
  else: plain('P else', 'share', ({ point }) => point.mass.else, 'Of everything else that the screen offers.'),
};

const curvesTable = (results: readonly PooledNoise[]): FigureTable =>
  table({
    id: 'curves',
    title: 'Along training',
    caption: ['Where each training stood at each look: its quality against how far it has moved.'],
    columns: CURVES,
    rows: results.flatMap(({ noise, methods }) =>
      methods.flatMap(({ method, curve }) => curve.map((point): CurveRow => ({ noise, name: method.name, point }))),
    ),
    detail: true,
  });

interface AnswersRow extends AnswerCounts {
  readonly noise: string;
}

const ANSWERS: Columns<AnswersRow> = {
  noise: text('noise', 'noise'),
  accepted: plain('accepted', 'count', 'accepted'),
  wrong: plain('of them wrong', 'count', 'acceptedWrong', 'The log has something else.'),
  pairs: plain('pairs', 'count', 'pairs', 'Refused for another action that the screen offers.'),
  flipped: plain('flipped', 'count', 'flipped', 'Pairs whose refused action is the logged one.'),
  forms: plain('forms', 'count', 'forms', 'The same form with other values: pairs of its fields.'),
  not_offered: plain('not offered', 'count', 'notOffered', 'Refused for what no screen offers, such as free text.'),
  same: plain('the same', 'count', 'same', 'Refused, and then done all the same.'),
  unaided: plain('unaided', 'count', 'unaided', 'Nothing was suggested.'),
};

const answersTable = (results: readonly PooledNoise[]): FigureTable =>
  table({
    id: 'answers',
    title: 'What became of the answers',
    caption: [
      'Every step of the feedback sessions once. Pairs alone teach all objectives; accepted ones teach kto too.',
    ],
    columns: ANSWERS,
    rows: results.map(({ noise, counts }) => ({ noise, ...counts })),
  });
