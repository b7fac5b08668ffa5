import type { FigureTable } from '../../reports/figures/schema.ts';
import { metric as activeMs } from '../../reports/metrics/active-ms-per-session.ts';
import { metric as goalReached } from '../../reports/metrics/goal-reached.ts';
import { metric as sessionAutomation } from '../../reports/metrics/session-automation.ts';
import { countOf } from '../../reports/present/format-value.ts';
import type { CellSums } from '../../reports/results/pool-cells.ts';
import { type MissingBounds, missingBounds } from '../../reports/stats/missing-bounds.ts';
import type { Metric } from '../contract/metric.ts';
import { plain, ranged, text } from './table-columns.ts';

/** Episodes of one cell in which the desk failed for good. */
export interface Crashes {
  /** The cell, in words. */
  readonly where: string;
  /** Sessions that were to be played there. */
  readonly asked: number;
  /** Ids of those that crashed. */
  readonly sessions: readonly string[];
  /** Where figures could lie had they not crashed, by metric. Empty where the cell has no figures of its own. */
  readonly bounds: ReadonlyMap<string, MissingBounds>;
}

/** What is bounded, where a cell measures it. */
const BOUNDED: readonly Metric[] = [sessionAutomation, goalReached, activeMs];

/** What crashed in a cell; nothing where all went well. `metrics`: what it was measured by. */
export function crashesOf(where: string, sums: CellSums, metrics: readonly Metric[]): Crashes[] {
  const sessions = sums.crashed();
  if (sessions.length === 0) return [];
  const own = BOUNDED.filter(({ name }) => metrics.some((metric) => metric.name === name));
  const bounds = own.map(
    ({ name, unit }) => [name, missingBounds(sums.sums(name), sessions.length, unit)] as [string, MissingBounds],
  );
  return [{ where, asked: sums.sessions().length + sessions.length, sessions, bounds: new Map(bounds) }];
}

/** Says that the run is incomplete, and where. Nothing where nothing crashed. */
export function crashFindings(crashes: readonly Crashes[]): string[] {
  if (crashes.length === 0) return [];
  const episodes = crashes.reduce((sum, { sessions }) => sum + sessions.length, 0);
  const where = crashes.map(({ where: cell, asked, sessions }) => `${sessions.length} of ${asked} in ${cell}`);
  const shown = where.slice(0, SHOWN).join('; ');
  const more = where.length > SHOWN ? `; and in ${where.length - SHOWN} more cells` : '';
  return [
    `The run is incomplete: in ${countOf(episodes, 'episode')} the desk failed for good (${shown}${more}). Figures leave these out, and arms are compared on the sessions that both played; the table of crashed episodes names them and says how far they could move the figures.`,
  ];
}

const SHOWN = 4;

/** Who crashed, and where figures could lie had nobody crashed. */
export function crashTable(crashes: readonly Crashes[]): FigureTable {
  return {
    id: 'crashed',
    title: 'Crashed episodes, and how far they could move the figures',
    caption:
      'Of the sessions to be played in each cell, those in which the desk failed for good. Figures are over the others; in brackets are bounds, no interval: were all crashed sessions at the low end, and at the high end. Of a share these are none and all of them, of active time 0 and the longest that any session of the cell took.',
    columns: [
      text('where'),
      plain('asked', 'sessions to play', 'count'),
      plain('crashed', 'crashed', 'count'),
      ...BOUNDED.map(({ name, title, unit }) => ranged(name, title, unit)),
      text('sessions', 'crashed sessions'),
    ],
    rows: crashes.map(({ where, asked, sessions, bounds }) => ({
      kind: 'measured',
      cells: {
        where,
        asked,
        crashed: sessions.length,
        ...Object.fromEntries(BOUNDED.map(({ name }) => [name, bounds.get(name) ?? null])),
        sessions: sessions.join(', '),
      },
    })),
    terminal: true,
  };
}
