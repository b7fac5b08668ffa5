import { disarmCommands, printable, printableLine } from '../contract/printable.ts';

import type { ProgressEvent } from './progress-event.ts';

/**
 * The only place that writes to the terminal. Lint forbids the console and the process's streams everywhere else, so
 * that no text of a log, a model or a server reaches a terminal or a CI service but as text.
 */

/** How a terminal shows text. */
export interface Look {
  /** Columns. */
  readonly width: number;
  readonly colour: boolean;
}

const WIDTH_ELSEWHERE = 110;
// Our own looks and no others (reports/render/terminal/paint.ts): what else begins with an escape is shown as text.
const OWN_LOOK =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: splitting at them is the point
  /(\u001b\[(?:0|1|2|31|32)m)/;

/** What the standard output can show. Where it is no terminal, `COLUMNS` says how wide it is. */
export function outputLook(): Look {
  const { columns = Number(process.env.COLUMNS) || WIDTH_ELSEWHERE, isTTY } = process.stdout;
  return { width: columns, colour: isTTY === true && process.env.NO_COLOR === undefined };
}

/** Prints lines as what a command was asked for. */
export function print(text = ''): void {
  process.stdout.write(`${printable(text)}\n`);
}

/** Prints lines that our own renderers have coloured. */
export function printPainted(text: string): void {
  const parts = text.split(OWN_LOOK).map((part, at) => (at % 2 === 1 ? part : printable(part)));
  process.stdout.write(`${disarmCommands(parts.join(''))}\n`);
}

// An annotation with a title and nothing else: no file, and no other command that a runner obeys.
const ANNOTATION = /^::(error|warning|notice) title=([^:,]*)::/;

/** Prints annotations for GitHub's runner: the only commands to a CI service that go out as such. Other lines are text. */
export function printCommands(text: string): void {
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const [head = '', level = '', title = ''] = ANNOTATION.exec(line) ?? [];
    const rest = printable(line.slice(head.length));
    process.stdout.write(head === '' ? `${rest}\n` : `::${level} title=${printable(title)}::${rest}\n`);
  }
}

/** How progress is shown on standard error: for people, or as JSON lines. */
export const PROGRESS_FORMATS = ['text', 'json'] as const;
export type ProgressFormat = (typeof PROGRESS_FORMATS)[number];

let format: ProgressFormat = 'text';

/** Of this process, from now on: whatever goes to standard error is then of that format. */
export function showProgressAs(chosen: ProgressFormat): void {
  format = chosen;
}

export const progressFormat = (): ProgressFormat => format;

/** Writes a line for programs where they are asked for; else nothing. */
export function printEvent(event: ProgressEvent): void {
  if (format !== 'json') return;
  const line = JSON.stringify(event, (_, value: unknown) => (typeof value === 'string' ? printable(value) : value));
  process.stderr.write(`${line}\n`);
}

/** Prints lines about the work: what is being done, what went wrong. */
export function printAside(text: string): void {
  if (format === 'json') printEvent({ type: 'message', text });
  else process.stderr.write(`${printable(text)}\n`);
}

/** Where progress is shown. */
export interface ProgressSink {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  /** Writes a line. */
  line(text: string): void;
  /** Writes over the line that is there, the last time where it ends. */
  live(text: string, ends: boolean): void;
}

/** Progress on the standard error. */
export const progressSink: ProgressSink = {
  get isTTY() {
    return process.stderr.isTTY;
  },
  get columns() {
    return process.stderr.columns;
  },
  line: printAside,
  live: (text, ends) => void process.stderr.write(`\r${printableLine(text)}\u001b[K${ends ? '\n' : ''}`),
};

/** Lets a run go on when who read its output has gone, as `| head` does: its files are still wanted. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    // What a library pipes into them listens too, and lets the error through.
    const isHeard = stream.listeners('error').some(({ name }) => name === outlive.name);
    if (!isHeard) stream.on('error', outlive);
  }
}

function outlive(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
