import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from './list.ts';
import { plant } from './mutant.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
const read = (path: string) => readFileSync(join(repository, path), 'utf8');

describe('the list of planted faults', () => {
  it.each(MUTANTS.map((mutant) => ({ name: `${mutant.file}: ${mutant.fault}`, mutant })))('$name', ({ mutant }) => {
    const source = read(mutant.file);
    expect(plant(mutant, source)).not.toBe(source);
    for (const test of mutant.tests) expect(existsSync(join(repository, test)), test).toBe(true);
  });
});
