import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { discover } from '../../experiments/discover.ts';
import { print } from '../../runner/output.ts';
import { difference } from './support/difference.ts';
import { installedPython, makeNumbers } from './support/python.ts';
import { numbersOf, type Reference, readNumbers } from './support/reference.ts';

const references = await discover<Reference>('harness/conformance/references', 'reference');
const python = installedPython();
const folder = mkdtempSync(join(tmpdir(), 'deskbench-references-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

if (python === null)
  print('reference implementations: not made again, the Python libraries are not installed (pnpm references install)');

describe.skipIf(python === null)('made again by the pinned libraries', () => {
  it.each(references)('$name: the script gives the numbers that are kept', ({ name, outputs }) => {
    const path = join(folder, `${name}.json`);
    makeNumbers(python!, name, path);
    const kept = numbersOf({ name });
    const made = readNumbers(path);
    expect(made.libraries).toEqual(kept.libraries);
    expect(made.cases.map(([input]) => input)).toEqual(kept.cases.map(([input]) => input));
    for (const [at, [, expected]] of kept.cases.entries())
      for (const [output, { tolerance, measure }] of Object.entries(outputs))
        expect(
          difference(made.cases[at]![1][output], expected[output] ?? null, measure),
          `${output} of ${JSON.stringify(kept.cases[at]![0])}`,
        ).toBeLessThanOrEqual(Math.max(1e-9, tolerance / 10));
  });
});
