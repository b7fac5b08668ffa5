import type { FigurePlot, FigureTable } from '../../../reports/figures/schema.ts';
import { plain, ranged, table, text } from '../../../reports/figures/table.ts';
import type { PlayedPoint } from './play-trajectories.ts';
import { OUTCOMES, type OutcomeName, type ScreenedEffect } from './screen-inputs.ts';
import { INPUTS, RANGES } from './screened-inputs.ts';

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

/** Every run, for other analyses. */
export const runsTable = (played: readonly PlayedPoint[]): FigureTable =>
  table<PlayedPoint>({
    id: 'runs',
    title: 'Every run',
    caption: 'What each parameter stood at, and what selective automation came to.',
    columns: {
      trajectory: plain('trajectory', 'count', 'trajectory'),
      point: plain('point', 'count', 'point'),
      ...Object.fromEntries(
        INPUTS.slice(0, -2).map((name) => [
          name.replace('α', 'alpha').replace('β', 'beta').replace('-', '_'),
          plain<PlayedPoint>(name, 'score', ({ settings }) => settings.values.get(name)),
        ]),
      ),
      mix: text('mix', ({ settings }) => settings.mix.name),
      drawn: text('drawn', ({ settings }) => (settings.isRedrawn ? 'again' : 'once')),
      automated: plain(OUTCOMES.automated, 'share', 'automated'),
      saved: plain(OUTCOMES.saved, 'change', 'saved', 'Of the time of operators alone, of the same noise.'),
      goals: plain(OUTCOMES.goals, 'share', 'goals'),
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
