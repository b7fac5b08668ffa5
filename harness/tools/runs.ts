import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { tableTerminal } from '../../reports/figures/figures-terminal.ts';
import { plain, table, text } from '../../reports/figures/table.ts';
import { displayPath } from '../bench/report/report-figures.ts';
import { UsageError } from '../runner/exit-code.ts';
import type { Fingerprint } from '../runner/fingerprint.ts';
import { type RunFile, readRun } from '../runner/open-run.ts';
import { outputLook, print, printPainted } from '../runner/output.ts';
import { REPOSITORY } from '../runner/repository.ts';
import { openTraces } from '../runner/traces/read-traces.ts';

interface ListedRun {
  readonly path: string;
  readonly run: RunFile;
  /** Null: it keeps none, or they cannot be read. */
  readonly episodes: number | null;
}

/** `bench runs`: the run folders in a folder, the newest first. */
export function runs(folder = join(REPOSITORY, 'reports/out')): void {
  const kind = statSync(folder, { throwIfNoEntry: false });
  if (!kind?.isDirectory()) {
    const what = kind ? 'is no folder' : 'does not exist';
    throw new UsageError(`${displayPath(folder)} ${what}: name a folder that holds runs.`);
  }
  const found = runsIn(folder);
  if (found.length === 0) {
    print(`${displayPath(folder)} holds no runs.`);
    return;
  }
  const listed = table<ListedRun>({
    id: 'runs',
    title: `Runs in ${displayPath(folder)}`,
    caption: 'bench show DIR prints one again, bench show DIR SESSION one of its sessions.',
    columns: {
      path: text('folder', ({ path }) => displayPath(path)),
      began: text('began', ({ run }) => beganOf(run)),
      episodes: plain('episodes', 'count', ({ episodes }) => episodes),
      state: text('state', ({ run }) => (run.finished ? 'ended' : 'can be gone on with')),
      command: text('experiment', ({ run }) => (run.fingerprint as Partial<Fingerprint>).command ?? ''),
    },
    rows: found.toSorted((a, b) => beganOf(b.run).localeCompare(beganOf(a.run))),
  });
  printPainted(tableTerminal(listed, outputLook()));
}

const beganOf = ({ attempts }: RunFile) =>
  ((attempts[0] as { startedAt?: string } | undefined)?.startedAt ?? '').slice(0, 16).replace('T', ' ');

function runsIn(folder: string): ListedRun[] {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory())
    .flatMap((path) => {
      try {
        return [{ path, run: readRun(path), episodes: episodesOf(path) }];
      } catch (error) {
        if (error instanceof UsageError) return [];
        throw error;
      }
    });
}

function episodesOf(path: string): number | null {
  try {
    const traces = openTraces(path);
    const { length } = traces.rows;
    traces.close();
    return length;
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
