import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { discover } from '../../../bench/models/discover.ts';
import { writeFileAtomic } from '../../../contract/atomic-write.ts';
import type { MonitorRecipe } from '../../../contract/monitor.ts';
import { print, printAside } from '../../../runner/output.ts';
import { measuredMonitors, monitorTable } from './monitor-table.ts';
import { installedPython, installPython, makeNumbers, scriptNames } from './python.ts';
import { REFERENCES, type Reference } from './reference.ts';
import { referenceTable } from './table.ts';

const DOCS = join(REFERENCES, '..', '..', '..', 'docs');

/**
 * `pnpm references` writes the table of `docs/references.md`, `pnpm references monitors` that of `docs/monitors.md`;
 * `pnpm references install` installs the Python libraries; `pnpm references make [name…]` writes the numbers of all
 * scripts or of those named.
 */
const [command = 'table', ...names] = process.argv.slice(2);

function make(): void {
  const why = installPython();
  const python = installedPython();
  if (python === null) throw new Error(`no Python with the pinned libraries: ${why}`);
  for (const name of names.length > 0 ? names : scriptNames()) {
    printAside(`making ${name}.json`);
    makeNumbers(python, name, join(REFERENCES, `${name}.json`));
  }
}

/** Puts a table in place of the page's own, at its end. */
function writeTable(page: string, table: readonly string[]): void {
  const path = join(DOCS, page);
  const kept = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('|'));
  writeFileAtomic(path, `${kept.join('\n').trimEnd()}\n\n${table.join('\n')}\n`);
}

if (command === 'table') {
  const references = await discover<Reference>('harness/conformance/references', 'reference');
  writeTable('references.md', referenceTable(references));
} else if (command === 'monitors') {
  const recipes = await discover<MonitorRecipe>('policies/monitors', 'recipe');
  writeTable('monitors.md', monitorTable(measuredMonitors(recipes)));
} else if (command === 'make') make();
else if (command === 'install') {
  const why = installPython();
  print(why === null ? 'reference implementations: installed' : `reference implementations: SKIPPED, ${why}`);
} else {
  printAside(`No command is called "${command}": table, monitors, install, make.`);
  process.exitCode = 2;
}
