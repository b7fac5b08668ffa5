import type { FigurePlot, FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import type { PointOutcomes } from './play-points.ts';
import { OUTCOMES, type OutcomeName, type PlayedPoint, type ScreenedEffect } from './screen-inputs.ts';
import { CATEGORIES, INPUTS, type PointSettings, RANGES } from './screened-inputs.ts';

const OVER = { over: 'trajectory' };

/** What each input does to each outcome, the largest first. */
export const effectsTable = (effects: readonly ScreenedEffect[]): FigureTable =>
  table<ScreenedEffect>({
    id: 'effects',
    title: 'What each parameter does, ranked',
    caption: [
      'Effects are in points of the outcome, as they would be over the whole range of the parameter; of the mix from one',
      'to another. The row “chance alone” changes nothing but what is drawn: an effect of its size says nothing.',
    ],
    columns: {
      outcome: text('outcome', ({ outcome }) => OUTCOMES[outcome]),
      input: text('parameter', 'input'),
      range: text('range', ({ input }) => RANGES.get(input), { detail: true }),
      mu_star: ranged('μ*', 'slope', 'muStar', {
        ...OVER,
        definition: 'Mean size of the effect, whatever its sign, with its interval over trajectories.',
      }),
      mu: plain('μ', 'slope', 'mu', 'Mean effect with its sign; mixes and draws have none.'),
      sigma: plain('σ', 'slope', 'sigma', [
        'How much the effect differs between trajectories: with where the other parameters stand, with the',
        'population, and by chance.',
      ]),
      beyond: ranged('μ* less chance', 'slope', 'beyondChance', {
        ...OVER,
        definition: 'Trajectory by trajectory; with an interval that holds for all parameters of the outcome together.',
      }),
      verdict: text('verdict', 'verdict'),
    },
    rows: effects,
  });

/** What each run stood at in these inputs, and what it came to. */
export function runColumns<Row extends PointOutcomes & { readonly settings: PointSettings }>(
  inputs: readonly string[],
): Columns<Row> {
  return {
    ...Object.fromEntries(
      inputs
        .filter((name) => !CATEGORIES.has(name))
        .map((name) => [
          name.replace('α', 'alpha').replace('β', 'beta').replace('-', '_'),
          plain<Row>(name, 'score', ({ settings }) => settings.values.get(name)),
        ]),
    ),
    mix: text<Row>('mix', ({ settings }) => settings.mix.name),
    drawn: text<Row>('drawn', ({ settings }) => (settings.isRedrawn ? 'again' : 'once')),
    automated: plain<Row>(OUTCOMES.automated, 'share', ({ automated }) => automated),
    saved: plain<Row>(
      OUTCOMES.saved,
      'change',
      ({ saved }) => saved,
      'Of the time of operators alone, of the same noise.',
    ),
    goals: plain<Row>(OUTCOMES.goals, 'share', ({ goals }) => goals),
  };
}

/** Every run, for other analyses. */
export const runsTable = (played: readonly PlayedPoint[]): FigureTable =>
  table<PlayedPoint>({
    id: 'runs',
    title: 'Every run',
    caption: 'What each parameter stood at, and what selective automation came to.',
    columns: {
      trajectory: plain('trajectory', 'count', 'trajectory'),
      point: plain('point', 'count', 'point'),
      ...runColumns<PlayedPoint>(INPUTS),
    },
    rows: played,
    terminal: false,
  });

/** μ* against σ of each outcome: right is what matters, high is what differs from place to place. */
export const screeningPlots = (effects: readonly ScreenedEffect[]): FigurePlot[] =>
  (Object.keys(OUTCOMES) as OutcomeName[]).flatMap((name) => {
    const curves = INPUTS.flatMap((input) => {
      const found = effects.find((one) => one.outcome === name && one.input === input);
      const { muStar, sigma } = found ?? {};
      if (muStar?.estimate == null || sigma == null) return [];
      const { estimate, low, high } = muStar;
      const xRange = low === null || high === null ? {} : { xRange: { low: 100 * low, high: 100 * high } };
      return [{ label: input, points: [{ x: 100 * estimate, y: 100 * sigma, ...xRange }] }];
    });
    if (curves.length === 0) return [];
    return [
      {
        id: `screening-${name}`,
        kind: 'points' as const,
        title: `What matters for ${OUTCOMES[name]}`,
        caption: [
          'The farther right, the more a parameter matters; the higher, the more its effect differs. Whiskers: 95 %.',
          'What has no order has no σ, and is not drawn.',
        ].join(' '),
        axes: { x: 'μ*, points over the range', y: 'σ, points' },
        curves,
      },
    ];
  });
