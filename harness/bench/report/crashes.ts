import type { FigureTable } from '../../../reports/figures/schema.ts';
import { plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { metric as activeMs } from '../../../reports/metrics/active-ms-per-session.ts';
import { metric as goalReached } from '../../../reports/metrics/goal-reached.ts';
import { metric as sessionAutomation } from '../../../reports/metrics/session-automation.ts';
import { countOf } from '../../../reports/present/format-value.ts';
import type { CellSums } from '../../../reports/results/pool-cells.ts';
import { counted } from '../../../reports/stats/interval.ts';
import { type MissingBounds, missingBounds } from '../../../reports/stats/missing-bounds.ts';
import type { SessionSums } from '../../../reports/stats/session-sums.ts';
import type { Metric } from '../../contract/metric.ts';
import type { CopilotFeedback, CopilotPhase, Feedback } from '../../deployment/collect-feedback.ts';
import { sumOf } from '../../shared/numbers.ts';

/** Episodes of one cell, or of one phase before play, in which the desk failed for good. */
export interface Crashes {
  /** The cell or the phase, in words. */
  readonly where: string;
  /** Sessions that were to be played there. */
  readonly requested: number;
  /** Ids of those that crashed. */
  readonly sessions: readonly string[];
  /** Where figures could lie had they not crashed, by name. Empty where there are no figures of their own. */
  readonly bounds: ReadonlyMap<string, CrashBounds>;
  /** Whether critic, gate or policy would have learned from them. Absent: they were played to be measured. */
  readonly inTraining?: true;
}

/** Bounds of one figure, and how it is called in tables. */
export interface CrashBounds extends MissingBounds {
  readonly title: string;
  readonly unit: 'share' | 'ms';
}

/** What is bounded, where a cell measures it. */
const BOUNDED: readonly Metric[] = [sessionAutomation, goalReached, activeMs];

/** Sessions that crashed where there are no figures of their own; nothing where none did. */
export const unboundedCrashes = (where: string, requested: number, sessions: readonly string[]): Crashes[] =>
  sessions.length === 0 ? [] : [{ where, requested, sessions, bounds: new Map() }];

/** What crashed in one phase of operators with a copilot, before anything is played; nothing where all went well. */
export function phaseCrashes(
  phase: CopilotPhase,
  seed: string,
  { sessions, crashed }: Pick<CopilotFeedback, 'sessions' | 'crashed'>,
): Crashes[] {
  const found = unboundedCrashes(`the ${phase} phase, seed "${seed}"`, sessions, crashed);
  return found.map((one) => ({ ...one, inTraining: true }));
}

/** What crashed where operators gave feedback and where thresholds were set. */
export const feedbackCrashes = (seed: string, { feedback, calibration }: Feedback): Crashes[] => [
  ...phaseCrashes('feedback', seed, feedback),
  ...phaseCrashes('calibration', seed, calibration),
];

/** The same crashes with more words on where they were. */
export const crashesAt = (place: string, crashes: readonly Crashes[]): Crashes[] =>
  crashes.map((one) => ({ ...one, where: `${one.where}, ${place}` }));

/** What crashed in a cell; nothing where all went well. `metrics`: what it was measured by. */
export function crashesOf(where: string, sums: CellSums, metrics: readonly Metric[]): Crashes[] {
  const sessions = sums.crashed();
  if (sessions.length === 0) return [];
  const own = BOUNDED.filter(({ name }) => metrics.some((metric) => metric.name === name));
  const bounds = own
    .map(({ name, title, unit }) =>
      boundsOf(name, title, unit === 'ms' ? 'ms' : 'share', sums.sums(name), sessions.length),
    )
    // What has nothing to divide by, as goals in open loop, is no figure of the cell.
    .filter(([, { estimate }]) => estimate !== null);
  return [{ where, requested: sums.sessions().length + sessions.length, sessions, bounds: new Map(bounds) }];
}

/** Bounds of one figure, as an entry of `Crashes.bounds`. `sums`: of the sessions that are there. */
export const boundsOf = (
  name: string,
  title: string,
  unit: CrashBounds['unit'],
  sums: SessionSums,
  crashed: number,
): [string, CrashBounds] => [name, { ...missingBounds(sums, crashed, unit), title, unit }];

/** Says that the run is incomplete, and where. Nothing where nothing crashed. */
export function crashFindings(crashes: readonly Crashes[]): string[] {
  if (crashes.length === 0) return [];
  const episodes = sumOf(crashes, ({ sessions }) => sessions.length);
  const where = crashes.map(
    ({ where: cell, requested: asked, sessions }) => `${sessions.length} of ${asked} in ${cell}`,
  );
  const shown = where.slice(0, SHOWN).join('; ');
  const more = where.length > SHOWN ? `; and in ${where.length - SHOWN} more` : '';
  const means = [
    ...(crashes.some(({ inTraining: taught }) => !taught)
      ? ['Figures leave these out, and arms are compared on the sessions that both played.']
      : []),
    ...(crashes.some(({ inTraining: taught }) => taught)
      ? [
          'What is learned before play is learned without the sessions that crashed there, which no bound can make up for.',
        ]
      : []),
    'The table of crashed episodes names them and says how far they could move the figures.',
  ];
  return [`The run is incomplete: ${countOf(episodes, 'episode')} crashed (${shown}${more}). ${means.join(' ')}`];
}

const SHOWN = 4;
/** Sessions that a terminal names of a row; the files name all. */
const NAMED = 3;

function someOf(sessions: readonly string[]): string {
  const named = sessions.slice(0, NAMED).join(', ');
  return sessions.length > NAMED ? `${named} and ${sessions.length - NAMED} more` : named;
}

/** Who crashed, and where figures could lie had nobody crashed. */
export function crashTable(crashes: readonly Crashes[]): FigureTable {
  const long = crashes.some(({ sessions }) => sessions.length > NAMED);
  const bounded = new Map(crashes.flatMap(({ bounds }) => [...bounds]));
  const bounds = [...bounded].map(([name, { title, unit }]) => [
    name,
    ranged<Crashes>(title, unit, (row) => {
      const own = row.bounds.get(name);
      // Over all sessions that were to be played: bounds hold those that crashed.
      return own ? counted(own, row.requested) : null;
    }),
  ]);
  return table<Crashes>({
    id: 'crashed',
    title: 'Crashed episodes, and how far they could move the figures',
    caption: [
      'Of the sessions to be played in each cell, or worked in each phase before, those in which the desk failed for good',
      'or that took longer than --timeout.',
      'Figures are over the others; in brackets are bounds, no interval: were all crashed sessions at the low end, and at the high end.',
      'Of a share these are none and all of them, of active time 0 and the longest that any session of the cell took.',
    ],
    columns: {
      where: text('where', 'where'),
      requested: plain('sessions to play', 'count', 'requested'),
      crashed: plain('crashed', 'count', ({ sessions }) => sessions.length),
      ...Object.fromEntries(bounds),
      ...(long && { some: text<Crashes>('crashed sessions', ({ sessions }) => someOf(sessions)) }),
      sessions: text(long ? 'all crashed sessions' : 'crashed sessions', ({ sessions }) => sessions.join(', '), {
        detail: long,
      }),
    },
    rows: crashes,
  });
}
