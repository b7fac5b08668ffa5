import { figuresTerminal, listTerminal } from '../../reports/figures/figures-terminal.ts';
import { countOf, formatNumber, formatValue } from '../../reports/present/format-value.ts';
import { singleLine } from '../../reports/present/single-line.ts';
import { wrapText } from '../../reports/render/terminal/wrap-text.ts';
import { displayPath } from '../bench/report/report-figures.ts';
import { type Action, actionTarget } from '../contract/action.ts';
import type { Arrival } from '../contract/environment.ts';
import type { Trace, TraceStep } from '../contract/trace.ts';
import { UsageError } from '../runner/exit-code.ts';
import { type Look, outputLook, print, printPainted } from '../runner/output.ts';
import type { EpisodeRow } from '../runner/traces/episode-index.ts';
import { openTraces } from '../runner/traces/read-traces.ts';
import { readFigures } from './report.ts';

export interface ShowOptions {
  /** Text that the part or cell of the run holds. Absent: all of them. */
  readonly cell?: string;
}

/** `bench show`: prints what a run printed, or one of its sessions step by step. Plays nothing. */
export function show(folder: string, session: string | undefined, { cell }: ShowOptions): void {
  if (session === undefined) printPainted(figuresTerminal(readFigures(folder), outputLook()));
  else showSession(folder, session, cell);
}

function showSession(folder: string, session: string, cell: string | undefined): void {
  const traces = openTraces(folder);
  try {
    const found = traces.rows.flatMap((row, at) =>
      row.session === session && row.forced === null ? [{ row, at }] : [],
    );
    if (found.length === 0) throw new UsageError(`${folder} holds no session "${session}"${nearest(traces.rows)}.`);
    const wanted = found.filter(({ row }) => cell === undefined || placeOf(row).includes(cell));
    if (wanted.length === 0)
      throw new UsageError(
        `--cell ${cell}: session "${session}" was played in ${found.map(({ row }) => placeOf(row)).join('; ')}.`,
      );
    for (const { row, at } of wanted) print(episodeText(row, traces.read(at).trace, outputLook()));
    if (cell === undefined && wanted.length > 1)
      printPainted(
        listTerminal(
          'Where it was played',
          wanted.map(({ row }) => placeOf(row)),
          outputLook(),
        ),
      );
  } finally {
    traces.close();
  }
}

const placeOf = ({ play, cell }: EpisodeRow) => `${play}, ${cell}`;

function nearest(rows: readonly EpisodeRow[]): string {
  const ids = [...new Set(rows.map((row) => row.session))];
  const some = ids.slice(0, 3).map((id) => `"${id}"`);
  return `: it has ${ids.length}, such as ${some.join(', ')}`;
}

/** One episode, a few lines for each step. */
export function episodeText(row: EpisodeRow, trace: Trace, { width }: Look): string {
  const { end, outcome, steps } = trace;
  const ending = outcome ? `${outcome.how}, ${outcome.goalReached ? 'goal reached' : 'goal missed'}` : end;
  const wrong = steps.filter(isWrong).length;
  const head = `${displayPath(row.play)}, ${row.cell}`;
  const tally = `session ${row.session}: ${countOf(steps.length, 'step')}, ${wrong} wrong, ${ending}`;
  const heading = [head, tally].flatMap((line) => wrapText(singleLine(line), width));
  return [...heading, '', ...steps.flatMap((step) => [...stepLines(step, width)]), ''].join('\n');
}

const isWrong = (step: TraceStep) => (step.closed ?? step.logged)?.right === false;

function* stepLines(step: TraceStep, width: number): Generator<string> {
  for (const arrival of step.arrivals ?? []) yield* wrapText(singleLine(`← ${arrivalWords(arrival)}`), width, '      ');
  const number = String(step.index).padStart(4);
  const mark = isWrong(step) ? '✗' : '✓';
  yield* wrapText(singleLine(`${mark} ${whoActed(step)}: ${actionWords(step.chosen)}`), width, `${number}  `);
  const judged = [...suggestionWords(step), ...wrongWords(step)];
  for (const line of judged) yield* wrapText(singleLine(line), width, '        ');
}

function whoActed({ decision, verdict, slipped, activeMs }: TraceStep): string {
  if (decision === 'execute') return 'automation';
  const how = { accept: 'accepts', correct: 'corrects', unaided: 'acts alone' }[verdict ?? 'unaided'];
  return `operator ${how}${slipped ? ', slips' : ''}, ${formatValue('ms', activeMs)}`;
}

function suggestionWords({ suggestion, confidence, score, decision, verdict }: TraceStep): string[] {
  if (suggestion === null) return [];
  const numbers = [
    ...(confidence === null ? [] : [`confidence ${formatNumber(confidence, 2)}`]),
    ...(score === null ? [] : [`score ${formatNumber(score, 2)}`]),
  ];
  const same = decision === 'execute' || verdict === 'accept';
  return [
    `suggested${numbers.length > 0 ? ` (${numbers.join(', ')})` : ''}: ${same ? 'the same' : actionWords(suggestion)}`,
  ];
}

function wrongWords(step: TraceStep): string[] {
  const { closed, reference } = step;
  const repaired = closed && closed.repaired.length > 0 ? [`puts right step ${closed.repaired.join(', ')}`] : [];
  if (!isWrong(step)) return repaired;
  const cause = closed?.cause ? `, because of: ${closed.cause}` : '';
  return [`right would be: ${actionWords(reference)}${cause}`, ...repaired];
}

function actionWords(action: Action): string {
  if (action.kind === 'send_text') return `${actionTarget(action)} “${action.text}”`;
  if (action.kind !== 'submit_form') return actionTarget(action);
  const values = Object.entries(action.values).map(([name, value]) => `${name}=${value}`);
  return `${actionTarget(action)} ${values.join(', ')}`.trim();
}

function arrivalWords(arrival: Arrival): string {
  if (arrival.kind === 'message') return `customer: ${arrival.text}`;
  const { form, status, items } = arrival.result;
  return `result of ${form}: ${status ?? 'no status'}, ${items.length} items`;
}
