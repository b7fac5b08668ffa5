import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { discover } from '../bench/models/discover.ts';
import { REPOSITORY } from '../runner/repository.ts';

interface Named {
  readonly name: string;
  readonly summary: string;
}

/** Where implementations are found by listing, and what each file of theirs exports. */
const roles = [
  { folder: 'policies/models', exported: 'recipe', functions: ['fit'], mixed: false },
  { folder: 'policies/critics', exported: 'recipe', functions: ['fit'], mixed: false },
  { folder: 'policies/calibrators', exported: 'recipe', functions: ['fit'], mixed: false },
  { folder: 'policies/gates', exported: 'recipe', functions: ['fit'], mixed: false },
  { folder: 'policies/monitors', exported: 'recipe', functions: ['create'], mixed: false },
  { folder: 'policies/ood', exported: 'recipe', functions: ['fit'], mixed: false },
  { folder: 'fixtures/importers', exported: 'importer', functions: ['detect', 'read'], mixed: false },
  { folder: 'fixtures/drift', exported: 'drift', functions: ['apply'], mixed: false },
  { folder: 'simulators/operators/traits', exported: 'trait', functions: ['apply'], mixed: false },
  // What metrics share stands beside them.
  { folder: 'reports/metrics', exported: 'metric', functions: ['measure'], mixed: true },
];

describe.each(roles)('$folder', ({ folder, exported, functions, mixed }) => {
  const files = readdirSync(join(REPOSITORY, folder)).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const load = async (file: string): Promise<Record<string, unknown>> =>
    import(pathToFileURL(join(REPOSITORY, folder, file)).href);

  it(`every file exports one ${exported}, named as its file`, async () => {
    const names: string[] = [];
    for (const file of files) {
      const found = (await load(file))[exported] as (Named & Record<string, unknown>) | undefined;
      if (found === undefined && mixed) continue;
      expect(found, `${folder}/${file} exports no ${exported}`).toBeDefined();
      if (!found) continue;
      names.push(found.name);
      expect(found.name.replaceAll('_', '-')).toBe(file.replace(/\.ts$/, ''));
      expect(found.summary).toMatch(/^\S[^\n]*\S$/);
      for (const name of functions) expect(found[name], `${file}: ${name}`).toBeInstanceOf(Function);
    }
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    expect((await discover<Named>(folder, exported)).map(({ name }) => name).sort()).toEqual(names.sort());
  });
});
