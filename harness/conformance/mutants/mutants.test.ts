import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../../runner/repository.ts';
import { MUTANTS } from './list.ts';
import { plant } from './mutant.ts';

const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');

/** Fewer would say little of whether tests notice. */
const FEWEST = 200;

describe('the list of planted faults', () => {
  it('is long, and each fault has a test of its own to notice it', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(FEWEST);
    for (const { tests, fault } of MUTANTS) expect(tests, fault).not.toEqual([]);
    expect(new Set(MUTANTS.map(({ file, find, put }) => `${file} ${find} ${put}`)).size).toBe(MUTANTS.length);
  });

  it.each(MUTANTS.map((mutant) => ({ name: `${mutant.file}: ${mutant.fault}`, mutant })))('$name', ({ mutant }) => {
    const source = read(mutant.file);
    expect(plant(mutant, source)).not.toBe(source);
    for (const test of mutant.tests) expect(existsSync(join(REPOSITORY, test)), test).toBe(true);
  });
});
