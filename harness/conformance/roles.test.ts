import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { discover } from '../bench/models/discover.ts';
import { REPOSITORY } from '../runner/repository.ts';
import { ROLES } from '../tools/list-role.ts';

interface Named {
  readonly name: string;
  readonly summary: string;
}

/** What each implementation of a role does. */
const FUNCTIONS: Readonly<Record<keyof typeof ROLES, readonly string[]>> = {
  policies: ['fit'],
  critics: ['fit'],
  calibrators: ['fit'],
  gates: ['fit'],
  monitors: ['create'],
  ood: ['fit'],
  metrics: ['measure'],
  reporters: ['render'],
  traits: ['apply'],
  drifts: ['apply'],
  importers: ['detect', 'read'],
};

/** What metrics share stands beside them. */
const MIXED = ['metrics'];

const roles = Object.entries(ROLES).map(([role, { folder, exported }]) => ({
  folder,
  exported,
  functions: FUNCTIONS[role] ?? [],
  mixed: MIXED.includes(role),
}));

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
