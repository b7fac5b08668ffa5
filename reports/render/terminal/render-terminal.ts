import { disarmCommands } from '../../../harness/contract/printable.ts';
import { closedGates } from '../../present/closed-gates.ts';
import { CLOSED_READING, LOOPS_COMPARED } from '../../present/closed-loop.ts';
import { countOf, formatCount, formatValue } from '../../present/format-value.ts';
import { NOISE_READING, noisePoints } from '../../present/noise-points.ts';
import { intervalReading, populationPoints, populationsReading } from '../../present/population-points.ts';
import { singleLine } from '../../present/single-line.ts';
import { withoutSteps } from '../../present/without-steps.ts';
import type { CellResult, Results } from '../../results/schema.ts';
import { closedTable, outcomeTables, populationsTable } from './outcome-tables.ts';
import { type Paint, paintFor } from './paint.ts';
import { wrapText } from './wrap-text.ts';

export interface TerminalOptions {
  /** Columns of the terminal. Range: taken as at least 60. */
  readonly width: number;
  readonly colour: boolean;
  /** Files that the run wrote, in the order to show them. */
  readonly files?: readonly string[];
}

interface Output {
  readonly width: number;
  readonly paint: Paint;
}

/**
 * What a run ends with on a terminal: tables by noise level, findings, and what to know about the run. Ends with a
 * line feed. Hostile text in it can neither steer the terminal nor a CI service.
 */
export function renderTerminal(results: Results, options: TerminalOptions): string {
  const output = { width: Math.max(60, options.width), paint: paintFor(options.colour) };
  const points = noisePoints(results);
  const sections = [
    heading(results, output),
    points.length > 0
      ? [
          ...populations(results, output),
          ...outcomeTables(results, points, output),
          ...closedLoop(results, output),
          ...quiet(`${LEGEND} ${intervalReading(results)}`, output),
        ]
      : ['The run has no cells.'],
    whyClosed(results, output),
    list('Findings', results.findings, output),
    list('Notes', results.notes, output),
    state(results, output),
    list('Files', options.files ?? [], output),
  ];
  const lines = sections.filter((section) => section.length > 0).flatMap((section) => ['', ...section]);
  return disarmCommands(`${lines.join('\n')}\n`);
}

/** What selective automation comes to over populations, before the figures of the first. */
function populations(results: Results, output: Output): string[] {
  const points = populationPoints(results);
  if (points.length === 0) return [];
  return [
    output.paint('strong', `Selective automation over ${countOf(results.populations?.length ?? 0, 'population')}`),
    ...populationsTable(points, output),
    ...quiet(populationsReading(results), output),
    '',
  ];
}

/** The same noise levels where what was decided is done. */
function closedLoop({ closedLoop: closed }: Results, output: Output): string[] {
  if (!closed) return [];
  const sessions = Math.max(0, ...closed.cells.map((cell) => cell.sessions));
  return [
    output.paint('strong', `Closed loop: what was decided is done (${countOf(sessions, 'session')} per cell)`),
    ...closedTable(closed, output),
    ...quiet(`${LOOPS_COMPARED} ${CLOSED_READING}`, output),
    '',
  ];
}

const quiet = (text: string, { width, paint }: Output) => wrapText(text, width).map((line) => paint('quiet', line));

const LEGEND = `${NOISE_READING} – means nothing to divide by.`;

function heading(results: Results, { width, paint }: Output): string[] {
  const { dataset, experiment, question } = results;
  const evaluated = Math.max(0, ...results.cells.map((cell) => cell.sessions));
  const facts = `${experiment}: ${dataset.name}, ${countOf(evaluated, 'session')} per cell of ${formatCount(dataset.sessions)}${withoutSteps(results)}, seed ${results.run.seed}, ${[...new Set(results.cells.map((cell) => cell.driver))].join(' and ')}`;
  return [
    ...wrapText(singleLine(question), width).map((line) => paint('strong', line)),
    ...wrapText(singleLine(facts), width).map((line) => paint('quiet', line)),
  ];
}

const allCells = ({ cells, closedLoop }: Results): readonly CellResult[] => [...cells, ...(closedLoop?.cells ?? [])];

/** Why nothing passes, where a gate stayed closed. */
function whyClosed(results: Results, { width, paint }: Output): string[] {
  const closed = closedGates(results);
  if (!closed) return [];
  return wrapText(singleLine(`${closed.headline} ${closed.reason}`), width).map((line) => paint('bad', line));
}

function list(title: string, items: readonly string[], { width, paint }: Output): string[] {
  if (items.length === 0) return [];
  return [paint('strong', title), ...items.flatMap((item) => wrapText(singleLine(item), width, '  • '))];
}

/** Whether the numbers are whole: parity, faults of the desk, import notes, the classification measures. */
function state(results: Results, output: Output): string[] {
  const { classification, closedLoop, dataset, parity } = results;
  const retried = allCells(results).reduce((sum, cell) => sum + cell.faults.retried, 0);
  const crashed = allCells(results).reduce((sum, cell) => sum + cell.faults.crashed, 0);
  const imported = dataset.importNotes.reduce((sum, note) => sum + note.count, 0);
  const lines: { text: string; look: 'plain' | 'bad' }[] = [];
  const add = (text: string, bad = false) => lines.push({ text, look: bad ? 'bad' : 'plain' });
  if (!results.complete) add('INCOMPLETE: episodes crashed for good; the numbers leave them out.', true);
  if (classification)
    add(
      `Classification (${classification.rule}): accuracy ${formatValue('share', classification.accuracy)}, weighted F1 ${formatValue('share', classification.weightedF1)} over ${countOf(classification.examples, 'example')} and ${countOf(classification.labels, 'label')}; majority label ${formatValue('share', classification.majorityAccuracy)}.`,
    );
  for (const [loop, checked] of [
    ['', parity],
    [', closed loop', closedLoop?.parity],
  ] as const) {
    if (!checked) continue;
    const sample = `${countOf(checked.sessions, 'session')}, ${countOf(checked.steps, 'step')}`;
    const gave = checked.equal ? 'the same traces' : 'DIFFERENT traces';
    add(`Parity${loop}: browser and in-process desk gave ${gave} on ${sample}.`, !checked.equal);
  }
  add(
    `Infrastructure: ${countOf(retried, 'episode')} begun again after a fault of the desk, ${formatCount(crashed)} given up.`,
    crashed > 0,
  );
  if (imported > 0)
    add(
      `Import: ${countOf(imported, 'note')} of ${countOf(dataset.importNotes.length, 'kind')}, listed in the report.`,
    );
  return [
    output.paint('strong', 'State of the run'),
    ...lines.flatMap(({ text, look }) =>
      wrapText(singleLine(text), output.width, '  • ').map((line) => output.paint(look, line)),
    ),
  ];
}
