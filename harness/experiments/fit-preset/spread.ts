import type { FigurePlot, FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, having, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { countOf, formatEstimate, formatPercent, formatValue } from '../../../reports/present/format-value.ts';
import { counted } from '../../../reports/stats/interval.ts';
import { medianInterval } from '../../../reports/stats/median-interval.ts';
import { proportion } from '../../../reports/stats/mid-p.ts';
import { PUBLISHED_ARMS } from '../../bench/closed-loop/published-arms.ts';
import { quantile } from '../../shared/numbers.ts';
import { type CalibrationRow, SELECTIVE } from './play-preset.ts';
import type { Varied } from './varied.ts';

/** Automation within so much of the published one counts as near it. */
const NEAR = 0.05;
const published = PUBLISHED_ARMS.automated;
const ALONE = 'Against operators alone in the same population.';

/** What selective automation came to in each population, under one mix and at one point. */
interface Spread {
  readonly mix: string;
  readonly point: string;
  readonly automated: readonly number[];
  /** Relative change of active time against operators alone, population by population. */
  readonly saved: readonly number[];
  /** Goals reached, less those that operators alone reach in the same population. */
  readonly goals: readonly number[];
}

const medianOf = (values: readonly number[]) => counted(medianInterval(values), values.length);
const reachedBy = (automated: readonly number[]) => automated.filter((share) => share >= published).length;

const COLUMNS: Columns<Spread> = {
  mix: text('mix', 'mix'),
  point: text('point', 'point'),
  populations: plain('populations', 'count', ({ automated }) => automated.length),
  ...having<Spread>(
    { over: 'population' },
    {
      median: ranged('automated, median', 'share', ({ automated }) => medianOf(automated), [
        'With the exact 95 % interval between two of the populations, whatever the distribution;',
        'none below six.',
      ]),
    },
  ),
  lower: plain('lower quartile', 'share', ({ automated }) => quantile(automated, 0.25)),
  upper: plain('upper quartile', 'share', ({ automated }) => quantile(automated, 0.75)),
  least: plain('least', 'share', ({ automated }) => Math.min(...automated)),
  most: plain('most', 'share', ({ automated }) => Math.max(...automated)),
  ...having<Spread>(
    { over: 'population' },
    {
      reached: ranged(
        `at least ${formatPercent(published)}`,
        'share',
        ({ automated }) => proportion(reachedBy(automated), automated.length),
        ['Share of populations that automate as many sessions as published, or more; interval by mid-p.'],
      ),
      near: ranged('near it', 'share', ({ automated }) => proportion(nearOf(automated), automated.length), [
        `From ${formatValue('share', published - NEAR)} to ${formatValue('share', published + NEAR)}.`,
      ]),
      saved: ranged('active time, median', 'change', ({ saved }) => medianOf(saved), ALONE),
      goals: ranged('goals reached, median', 'share', ({ goals }) => medianOf(goals), ALONE),
    },
  ),
};

/** How automation, time and quality spread over populations. */
export const presetSpreadTable = (rows: readonly CalibrationRow[]): FigureTable =>
  table({
    id: 'spread',
    title: 'Selective automation over populations',
    caption: [
      'A population is a team with its settled refusals, a dealing of sessions and a dataset of its own.',
      'Quartiles, least and most: of the populations played.',
    ],
    columns: COLUMNS,
    rows: spreads(rows),
  });

/** Share of populations at or below each automation, a curve for each mix, at the preset itself. */
export function spreadPlots(rows: readonly CalibrationRow[]): FigurePlot[] {
  const own = atPreset(rows);
  if (own.every(({ automated }) => automated.length < 2)) return [];
  return [
    {
      id: 'automation-over-populations',
      kind: 'lines',
      title: 'Sessions automated over populations',
      caption: `Share of populations that automate at most so many sessions. Published: ${formatPercent(published)}, of one team.`,
      axes: { x: 'sessions automated', y: 'share of populations' },
      curves: own.map(({ mix, automated }) => ({
        label: `mix ${mix}`,
        points: [...automated].sort((a, b) => a - b).map((share, at) => ({ x: share, y: (at + 1) / automated.length })),
      })),
    },
  ];
}

/** What is known of automation over populations, mix by mix. */
export function spreadFindings(rows: readonly CalibrationRow[], vary: Varied): string[] {
  const own = atPreset(rows);
  const sentences = own.map(({ mix, automated }) => {
    const count = automated.length;
    const reached = reachedBy(automated);
    const median = formatEstimate('share', medianInterval(automated));
    const [lower, upper] = [0.25, 0.75].map((p) => formatValue('share', quantile(automated, p)));
    const range = `${formatValue('share', Math.min(...automated))} to ${formatValue('share', Math.max(...automated))}`;
    return [
      `Mix ${mix}: median ${median} of sessions automated, quartiles ${lower} and ${upper}, from ${range};`,
      `${formatPercent(published)} or more in ${reached} of ${count}, within ${100 * NEAR} points of it in`,
      `${nearOf(automated)}.`,
    ].join(' ');
  });
  const differs =
    vary === 'team'
      ? 'Only the operators’ team differs between populations, above all which replies it will not have'
      : 'Team, dealing of sessions and dataset differ between populations';
  const count = own[0]?.automated.length ?? 0;
  const known =
    count < 2
      ? []
      : [
          [
            `So the published ${formatPercent(published)} is to be held beside a distribution, not a figure:`,
            'what is automated depends on which population is drawn, on the mix and on how much was learned',
            'from.',
          ].join(' '),
        ];
  return [`${differs}. Played: ${countOf(count, 'population')}.`, ...sentences, ...known];
}

const nearOf = (automated: readonly number[]) =>
  // Shares of so many sessions are not exact in binary.
  automated.filter((share) => Math.abs(share - published) <= NEAR + 1e-9).length;

/** The spreads at the first point, the preset itself. */
function atPreset(rows: readonly CalibrationRow[]): Spread[] {
  return spreads(rows).filter(({ point }) => point === rows[0]?.point);
}

/** One spread for each mix and point, in order of first appearance. */
function spreads(rows: readonly CalibrationRow[]): Spread[] {
  const found = new Map<
    string,
    { mix: string; point: string; automated: number[]; saved: number[]; goals: number[] }
  >();
  for (const row of rows) {
    if (row.arm !== SELECTIVE) continue;
    const { mix, point, population, automated, goal } = row;
    const alone = rows.find(
      (one) => one.arm === 'human-only' && one.mix === mix && one.point === point && one.population === population,
    );
    const key = JSON.stringify([mix, point]);
    const own = found.get(key) ?? { mix, point, automated: [], saved: [], goals: [] };
    found.set(key, own);
    if (automated.estimate !== null) own.automated.push(automated.estimate);
    const saved = alone?.selectiveAgainstIt.estimate;
    if (saved != null) own.saved.push(saved);
    if (goal.estimate !== null && alone?.goal.estimate != null) own.goals.push(goal.estimate - alone.goal.estimate);
  }
  return [...found.values()].filter(({ automated }) => automated.length > 0);
}
