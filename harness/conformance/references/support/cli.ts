import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../../contract/atomic-write.ts';
import { discover } from '../../../experiments/discover.ts';
import { print, printAside } from '../../../runner/output.ts';
import { installedPython, installPython, makeNumbers } from './python.ts';
import { REFERENCES, type Reference } from './reference.ts';
import { referenceTable } from './table.ts';

const PAGE = join(REFERENCES, '..', '..', '..', 'docs', 'references.md');

/**
 * `pnpm references` writes the table of `docs/references.md`; `pnpm references install` installs the Python libraries;
 * `pnpm references make [name…]` writes the numbers of all scripts or of those named.
 */
const [command = 'table', ...names] = process.argv.slice(2);

async function make(): Promise<void> {
  const why = installPython();
  const python = installedPython();
  if (python === null) throw new Error(`no Python with the pinned libraries: ${why}`);
  const wanted = names.length > 0 ? names : (await all()).map(({ name }) => name);
  for (const name of wanted) {
    printAside(`making ${name}.json`);
    makeNumbers(python, name, join(REFERENCES, `${name}.json`));
  }
}

/** The page with this table in place of its own. */
function withTable(page: string, table: readonly string[]): string {
  const kept = page.split('\n').filter((line) => !line.startsWith('|'));
  return `${kept.join('\n').trimEnd()}\n\n${table.join('\n')}\n`;
}

function all(): Promise<Reference[]> {
  return discover<Reference>('harness/conformance/references', 'reference');
}

if (command === 'table') writeFileAtomic(PAGE, withTable(readFileSync(PAGE, 'utf8'), referenceTable(await all())));
else if (command === 'make') await make();
else if (command === 'install') {
  const why = installPython();
  print(why === null ? 'reference implementations: installed' : `reference implementations: SKIPPED, ${why}`);
} else {
  printAside(`No command is called "${command}": table, install, make.`);
  process.exitCode = 2;
}
