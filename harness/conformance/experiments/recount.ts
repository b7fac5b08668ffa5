import { expect } from 'vitest';
import type { FigureCell, FigureColumn } from '../../../reports/figures/schema.ts';
import { formatEstimate } from '../../../reports/present/format-value.ts';
import type { Trace, TraceStep } from '../../contract/trace.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { Cells, SmallRun } from './small-runs.ts';

/** Figures counted once more from stored episodes, in as few words as can be: nothing of what experiments measure with. */

/** The episodes of one cell in one part of a run. */
export interface PlayedCell {
  readonly play: string;
  readonly cell: string;
  readonly runs: readonly Trace[];
  /** In which a right action was done at one step. */
  readonly twins: readonly Trace[];
}

/** All episodes that a run stored, by part and cell. */
export function playedCells({ folder }: Pick<SmallRun, 'folder'>): PlayedCell[] {
  const traces = openTraces(folder);
  const found = new Map<string, { play: string; cell: string; runs: Trace[]; twins: Trace[] }>();
  for (const { play, trace } of traces.find()) {
    const key = JSON.stringify([play, trace.cell]);
    const own = found.get(key) ?? { play, cell: trace.cell, runs: [], twins: [] };
    found.set(key, own);
    (trace.forced ? own.twins : own.runs).push(trace);
  }
  traces.close();
  return [...found.values()];
}

/** The one cell of that name in that part. Throws: where it was not played. */
export function cellNamed(cells: readonly PlayedCell[], cell: string, play?: string): PlayedCell {
  const found = cells.filter((one) => one.cell === cell && (play === undefined || one.play === play));
  if (found.length !== 1) throw new Error(`${found.length} cells "${cell}" in ${play ?? 'the run'}.`);
  return found[0]!;
}

export const ran = ({ decision }: TraceStep) => decision === 'execute';
export const wrong = ({ closed, logged }: TraceStep) => (closed ?? logged)?.right === false;
const wrongShown = ({ suggestion, verdict, closed, logged }: TraceStep) =>
  suggestion !== null && verdict !== 'unaided' && (closed ?? logged)?.suggestionRight !== true;

/** A share of all steps for which something holds; null where there is none to count. */
export function stepShare(
  traces: readonly Trace[],
  among: (step: TraceStep) => boolean,
  counts: (step: TraceStep) => boolean,
): number | null {
  const all = traces.flatMap(({ steps }) => steps).filter(among);
  return all.length === 0 ? null : all.filter(counts).length / all.length;
}

/** A mean over episodes. */
const meanOf = (traces: readonly Trace[], of: (trace: Trace) => number): number => sumOf(traces, of) / traces.length;
const shareOf = (traces: readonly Trace[], holds: (trace: Trace) => boolean) => meanOf(traces, (one) => +holds(one));

/** What each figure says, counted. */
export const COUNTED = {
  sessionsAutomated: (traces) => shareOf(traces, ({ steps }) => steps.every(ran)),
  stepsAutomated: (traces) => stepShare(traces, () => true, ran),
  activeMs: (traces) => meanOf(traces, ({ steps }) => sumOf(steps, ({ activeMs }) => activeMs)),
  goalReached: (traces) => shareOf(traces, ({ outcome }) => outcome?.goalReached === true),
  goalMissed: (traces) => shareOf(traces, ({ outcome }) => outcome?.goalReached !== true),
  wrongExecuted: (traces) => shareOf(traces, ({ steps }) => steps.some((step) => ran(step) && wrong(step))),
  withError: (traces) => shareOf(traces, ({ steps }) => steps.some(wrong)),
  errors: (traces) => meanOf(traces, ({ steps }) => steps.filter(wrong).length),
  leak: (traces) => stepShare(traces, wrongShown, (step) => ran(step) || step.verdict === 'accept'),
  /** Critical suggestions that ran, of those that were made; and of them, those that were right. */
  criticCoverage: (traces) => stepShare(traces, suggestedCritical, ran),
  criticPrecision: (traces) =>
    stepShare(
      traces,
      (step) => suggestedCritical(step) && ran(step),
      (step) => (step.closed ?? step.logged)?.suggestionRight === true,
    ),
} as const satisfies Record<string, (traces: readonly Trace[]) => number | null>;

function suggestedCritical({ critical, suggestion }: TraceStep): boolean {
  return critical && suggestion !== null;
}

/** Share of the baseline's active time that is saved; null where there is nothing to save. */
export function savedOf(traces: readonly Trace[], baseline: readonly Trace[]): number | null {
  const alone = COUNTED.activeMs(baseline);
  return alone === 0 ? null : 1 - COUNTED.activeMs(traces) / alone;
}

/** The estimate of a cell, or the number in it. */
export function estimateIn(cell: FigureCell | undefined): number | null {
  if (cell === null || cell === undefined || typeof cell === 'string') return null;
  return typeof cell === 'number' ? cell : cell.estimate;
}

/** Checks that the row shows these numbers, and of an estimate how many it is over where that is given. */
export function expectShown(row: Cells, expected: Readonly<Record<string, number | null>>, where: string): void {
  for (const [id, value] of Object.entries(expected)) {
    const shown = estimateIn(row[id]);
    if (value === null) expect(shown, `${where}, ${id}`).toBeNull();
    else expect(shown ?? Number.NaN, `${where}, ${id}`).toBeCloseTo(value, 8);
  }
}

/** Checks that the cell shows the median of the numbers, between the least and the most of them. */
export function expectSpread(cell: FigureCell | undefined, values: readonly (number | null)[], where: string): void {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (sorted.length === 0) return void expect(estimateIn(cell), where).toBeNull();
  const middle = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
  const { estimate, low, high } = cell as Exclude<FigureCell, string | number | null>;
  for (const [shown, value] of [
    [estimate, middle] as const,
    [low, sorted[0]!] as const,
    [high, sorted.at(-1)!] as const,
  ])
    expect(shown ?? Number.NaN, where).toBeCloseTo(value, 8);
}

/** Words with plain blanks, however they are broken. */
export const plainBlanks = (words: string) => words.replaceAll(/\s+/g, ' ');

/** Checks that the words stand in one of the sentences. */
export function expectSaid(sentences: readonly string[], ...words: readonly string[]): void {
  for (const one of words) expect(sentences.map(plainBlanks).join(' | ')).toContain(plainBlanks(one));
}

/** A shown estimate in words. */
export function inWords(unit: FigureColumn['unit'], cell: FigureCell | undefined): string {
  if (cell === null || typeof cell !== 'object' || unit === 'text' || unit === 'rate') throw new Error('No estimate.');
  return formatEstimate(unit, cell);
}

/** The same less everything: of fewer as many as of more. */
export function negated(cell: FigureCell | undefined): FigureCell {
  if (cell === null || typeof cell !== 'object' || cell.estimate === null) throw new Error('No estimate.');
  const { estimate, low, high } = cell;
  return { estimate: 0 - estimate, low: high === null ? null : 0 - high, high: low === null ? null : 0 - low };
}
