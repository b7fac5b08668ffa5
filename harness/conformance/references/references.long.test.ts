import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { discover } from '../../bench/models/discover.ts';
import { print } from '../../runner/output.ts';
import { difference } from './support/difference.ts';
import { installedPython, makeNumbers, scriptNames } from './support/python.ts';
import { numbersOf, type Reference, readNumbers } from './support/reference.ts';

const references = await discover<Reference>('harness/conformance/references', 'reference');
/** Other processors round otherwise; searches end elsewhere, by a part of what is let through. */
const ROUNDING = 1e-9;
const python = installedPython();
const folder = mkdtempSync(join(tmpdir(), 'deskbench-references-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

if (python === null)
  print('reference implementations: not made again, the Python libraries are not installed (pnpm references install)');

describe.skipIf(python === null)('made again by the pinned libraries', () => {
  it.each(scriptNames())('%s.py gives the numbers that are kept', (name) => {
    const path = join(folder, `${name}.json`);
    makeNumbers(python!, name, path);
    const outputs = references.find((one) => one.name === name)?.outputs;
    const kept = numbersOf({ name });
    const made = readNumbers(path);
    expect(made.libraries).toEqual(kept.libraries);
    expect(made.cases.map(([input]) => input)).toEqual(kept.cases.map(([input]) => input));
    for (const [at, [, expected]] of kept.cases.entries())
      for (const [output, value] of Object.entries(expected)) {
        const { tolerance, measure } = outputs?.[output] ?? { tolerance: 0, measure: 'absolute' };
        expect(
          difference(made.cases[at]![1][output], value, measure),
          `${output} of ${JSON.stringify(kept.cases[at]![0])}`,
        ).toBeLessThanOrEqual(Math.max(ROUNDING, tolerance / 10));
      }
  });
});
