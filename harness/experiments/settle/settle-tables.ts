import type { FigureTable } from '../../../reports/figures/schema.ts';
import {
  type Columns,
  having,
  pick,
  plain,
  ranged,
  table,
  text,
  unmeasured,
  within,
} from '../../../reports/figures/table.ts';
import { counted } from '../../../reports/stats/interval.ts';
import type { FoldOutcome, Outcome } from '../../bench/arms/play-point.ts';
import type { CellFigures } from '../../bench/closed-loop/cell-figures.ts';
import { PUBLISHED_ARMS } from '../../bench/closed-loop/published-arms.ts';
import { POPULATIONS_FOR_MEAN, type Population, type PopulationSpread } from '../../bench/data/populations.ts';
import { type AcrossPopulations, type ShownFigures, type ShownOutcome, spreadOf } from './over-populations.ts';

const SESSIONS: Columns<ShownFigures> = { sessions: plain('sessions', 'count', 'sessions') };

const FIGURES: Columns<ShownFigures> = {
  automated: ranged('sessions automated', 'share', 'automated'),
  active_ms: ranged('AAT', 'ms', 'activeMs', 'Operator’s active time a session, automated sessions counting 0.'),
  saved: ranged('time saved', 'share', 'saved', 'Against human-only on the same sessions at the same noise.'),
  goal: ranged('goal reached', 'share', 'goal', [
    'The case ended as the customer needed, nothing false told, nothing wrong left standing.',
  ]),
  goal_change: ranged('change of that', 'points', ({ goalChange, sessions }) => counted(goalChange, sessions), [
    'Against human-only on the same sessions at the same noise.',
  ]),
  ...having(
    { detail: true },
    {
      steps_automated: ranged('steps automated', 'share', 'stepsAutomated'),
      wrong_executed: ranged('wrong run unattended', 'share', 'wrongExecuted', [
        'Sessions in which a wrong action ran without an operator.',
      ]),
      leaked: ranged('wrong suggestions that leak', 'share', 'leaked'),
    },
  ),
};

const figuresOf = (columns: Columns<ShownFigures>): Columns<ShownOutcome> =>
  within(columns, ({ figures }: ShownOutcome) => figures);

const ARM: Columns<ShownOutcome> = {
  operators: text('operators', ({ point }) => point.label),
  arm: text('arm', 'name'),
};

/** Where only some of an arm's columns are shown: the others. */
const REST: Columns<ShownOutcome> = having({ detail: true }, { ...pick(ARM, 'operators'), ...figuresOf(SESSIONS) });

/** What stands in brackets, and gates where each fold has its own. */
function reading(outcomes: readonly ShownOutcome[]): string[] {
  const most = Math.max(1, ...outcomes.map(({ populations = 1 }) => populations));
  if (most > 1) return [`Median over ${most} populations, in brackets the lowest and the highest.`];
  const byFold = outcomes.some(({ folds }) => folds.length > 1);
  return [
    'In brackets the 95 % interval, clustered by session, for the team, parts and models as they are.',
    ...(byFold ? ['Gate: where the folds’ gates differ, each fold’s, in order.'] : []),
  ];
}

/** Every arm at the clean and the published noise, published figures below. */
export const armsTable = (outcomes: readonly ShownOutcome[]): FigureTable =>
  table({
    id: 'arms',
    title: 'Arms',
    caption: reading(outcomes),
    columns: { ...ARM, ...figuresOf({ ...SESSIONS, ...FIGURES }), gate: text('gate, source', 'gate') },
    rows: outcomes,
    others: PUBLISHED,
  });

const { automated, humanMs, selectiveMs, confirmedMs, automaticMs, chatbotMs, pipelineMs } = PUBLISHED_ARMS;
const PUBLISHED = unmeasured(
  'published',
  [
    { arm: 'human-only', active_ms: humanMs, gate: 'arXiv 2604.23855' },
    {
      arm: 'selective',
      automated,
      active_ms: selectiveMs,
      saved: 1 - selectiveMs / humanMs,
      gate: 'against human-only',
    },
    { arm: 'confirmed close', active_ms: confirmedMs, gate: 'another A/B test' },
    { arm: 'selective', active_ms: automaticMs, gate: 'against confirmed close: −20 %' },
    { arm: 'intent chatbot', active_ms: chatbotMs, gate: 'another A/B test' },
    { arm: 'copilot pipeline', active_ms: pipelineMs, gate: 'against the chatbot: −16 %' },
  ].map((cells) => ({ operators: 'published', ...cells })),
);

/** The selective arm at every noise point; with the others as detail. */
export const gridTable = (outcomes: readonly ShownOutcome[], sessions: number): FigureTable =>
  table<ShownOutcome>({
    id: 'grid',
    title: `Selective automation by how operators err, ${sessions.toLocaleString('en')} sessions a point`,
    caption: reading(outcomes),
    columns: {
      alpha: text('α', ({ point }) => point.alpha),
      beta: text('β', ({ point }) => point.beta),
      slip: text('slip', ({ point }) => point.slip),
      trait: text('trait', ({ point }) => point.trait, 'On top of the paper’s mix.'),
      arm: text('threshold', 'name', [
        'On operators’ acceptance as published, or corrected for their noise, which is then known by kind of action.',
      ]),
      ...figuresOf(FIGURES),
      gate: text('gate', 'gate'),
      ...REST,
    },
    rows: outcomes,
    detailRow: ({ arm }) => arm === 'human-only',
  });

/** What buys quality or automation back where operators are bad. */
export const remediesTable = (outcomes: readonly ShownOutcome[], sessions: number): FigureTable =>
  table({
    id: 'remedies',
    title: `What buys it back: operators ${outcomes[0]?.point.label ?? '–'}, ${sessions.toLocaleString('en')} sessions each`,
    caption: reading(outcomes),
    columns: { arm: text('remedy', 'name'), ...figuresOf(FIGURES), gate: text('gate', 'gate'), ...REST },
    rows: outcomes,
  });

type FoldRow = FoldOutcome & Pick<Outcome, 'name' | 'point'> & { readonly seed: string };

/** Every arm fold by fold, in each population: how far what is learned, and with it everything else, differs by what it is learned from. */
export const foldsTable = (arms: readonly AcrossPopulations[], populations: readonly Population[]): FigureTable =>
  table<FoldRow>({
    id: 'folds',
    title: 'By fold',
    caption: [
      'Each fold was played by models, critics and gates that learned from the other folds only.',
      'Between folds sessions and models differ; each interval is for the models of its fold.',
    ],
    columns: {
      seed: text('seed', 'seed'),
      operators: text('operators', ({ point }) => point.label),
      arm: text('arm', 'name'),
      fold: plain('fold', 'count', 'fold'),
      ...within({ ...SESSIONS, ...pick(FIGURES, 'automated', 'active_ms', 'goal') }, ({ figures }: FoldRow) => figures),
      gate: text('gate', 'gate'),
    },
    rows: arms.flatMap((outcomes) =>
      outcomes.flatMap(({ point, name, folds }, at) =>
        folds.map((fold) => ({ ...fold, point, name, seed: populations[at]?.seed ?? '' })),
      ),
    ),
    terminal: false,
  });

type PopulationRow = Outcome & { readonly seed: string };

/** Selective arms population by population: each with its own team, dealing and data. */
export const populationsTable = (arms: readonly AcrossPopulations[], populations: readonly Population[]): FigureTable =>
  table<PopulationRow>({
    id: 'populations',
    title: 'By population: selective automation with the paper’s operators',
    caption: [
      'In brackets the 95 % interval over the sessions of that population, with its team, parts and models as they are:',
      'what another population would come to is not in it.',
      'A population is played again by itself with --seed SEED --populations 1.',
    ],
    columns: {
      seed: text('seed', 'seed'),
      arm: text('arm', 'name'),
      ...within(
        { ...SESSIONS, ...pick(FIGURES, 'automated', 'saved', 'goal', 'goal_change') },
        ({ figures }: PopulationRow) => figures,
      ),
      gate: text('gate', 'gate'),
    },
    rows: populations.flatMap(({ seed }, at) =>
      arms.flatMap((outcomes) => (outcomes[at] ? [{ ...outcomes[at], seed }] : [])),
    ),
  });

const SPREADS: readonly (readonly [name: string, of: (figures: CellFigures) => number | null])[] = [
  ['sessions automated', (figures) => figures.automated.estimate],
  ['time saved', ({ saved }) => saved.estimate],
  ['goal reached', ({ goal }) => goal.estimate],
  ['change of goal reached', ({ goalChange }) => goalChange.estimate],
];

interface SpreadRow extends PopulationSpread, Pick<Outcome, 'name' | 'point'> {
  readonly figure: string;
}

/** How figures of the selective arms spread over populations, and their means where there are enough. */
export const spreadTable = (arms: readonly AcrossPopulations[]): FigureTable =>
  table<SpreadRow>({
    id: 'spread',
    title: 'Spread over populations',
    caption: 'Each population is one draw. Saved and change: against human-only within the population.',
    columns: {
      operators: text('operators', ({ point }) => point.label),
      arm: text('arm', 'name'),
      figure: text('figure', 'figure'),
      populations: plain('populations', 'count', 'count'),
      least: plain('lowest', 'share', 'least'),
      median: plain('median', 'share', 'median'),
      most: plain('highest', 'share', 'most'),
      mean: ranged('mean', 'share', 'mean', {
        over: 'population',
        definition: `With its 95 % interval over populations, from ${POPULATIONS_FOR_MEAN} of them on; fewer bound none.`,
      }),
    },
    rows: arms.flatMap((outcomes) =>
      SPREADS.map(([figure, of]) => ({
        figure,
        name: outcomes[0].name,
        point: outcomes[0].point,
        ...spreadOf(outcomes, of),
      })),
    ),
    terminal: arms.some((outcomes) => outcomes.length >= POPULATIONS_FOR_MEAN),
  });
