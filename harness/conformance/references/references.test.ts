import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discover } from '../../bench/models/discover.ts';
import { difference } from './support/difference.ts';
import { judgeReference } from './support/judge-reference.ts';
import { numbersOf, REFERENCES, type Reference } from './support/reference.ts';
import { referenceTable } from './support/table.ts';

const FOLDER = 'harness/conformance/references';
const references = await discover<Reference>(FOLDER, 'reference');

describe.each(references)('$subject', (reference) => {
  it('has a script, and at least 200 inputs', () => {
    expect(existsSync(join(REFERENCES, `${reference.name}.py`))).toBe(true);
    expect(numbersOf(reference).cases.length).toBeGreaterThanOrEqual(200);
  });

  it.each(judgeReference(reference))('$output: $what is that of $by', ({ largest, tolerance, at }) => {
    expect(largest, at).toBeLessThanOrEqual(tolerance);
  });
});

it('the documentation shows the table as `pnpm references` writes it', () => {
  const page = readFileSync(join(REFERENCES, '..', '..', '..', 'docs', 'references.md'), 'utf8');
  expect(page).toContain(referenceTable(references).join('\n'));
});

describe('the difference', () => {
  it("is that of the worst place, absolute or as a share of the library's", () => {
    expect(difference([1, [2, 5]], [1, [2, 4]], 'absolute')).toBe(1);
    expect(difference([1, [2, 5]], [1, [2, 4]], 'relative')).toBe(0.25);
    expect(difference(0, 0, 'relative')).toBe(0);
  });

  it('has no bound where one of the two is none, no number, or of another length', () => {
    for (const [ours, theirs] of [
      [null, 1],
      [1, null],
      [undefined, null],
      [Number.NaN, 1],
      [[1], [1, 2]],
      [1, [1]],
    ] as const)
      expect(difference(ours, theirs, 'absolute')).toBe(Number.POSITIVE_INFINITY);
    expect(difference(null, null, 'absolute')).toBe(0);
  });

  it('fails a reference that is off by more than it may be', () => {
    const [first] = references;
    const off: Reference = {
      ...first!,
      ours: (input) =>
        Object.fromEntries(Object.entries(first!.ours(input)).map(([name, one]) => [name, Number(one) + 1e-6])),
    };
    for (const { largest, tolerance } of judgeReference(off)) expect(largest).toBeGreaterThan(tolerance);
  });
});
