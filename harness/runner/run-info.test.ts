import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from './repository.ts';
import { openRunFolder } from './run-folder.ts';
import { collectRunInfo, readGitState, runFingerprint } from './run-info.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-info-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const input = {
  command: 'replay',
  settings: { alpha: [0, 0.1], driver: 'in-process' },
  seed: '1',
  datasetHash: 'abc',
  providers: { policy: 'cpu' },
};

describe('run info', () => {
  it('says what ran: versions, machine, git state', () => {
    const info = collectRunInfo({ ...input, repository: REPOSITORY });
    expect(info.versions).toMatchObject({ node: process.versions.node, seedrandom: '3.0.5' });
    expect(Date.parse(info.startedAt)).toBeGreaterThan(Date.parse('2025-01-01'));
    if (existsSync(join(REPOSITORY, '.git'))) expect(info.git?.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(readGitState(folder)).toBeNull();
  });

  it('has a fingerprint that follows command, settings, seed and data, and nothing else', () => {
    const print = runFingerprint(input);
    expect(runFingerprint({ ...input, settings: { driver: 'in-process', alpha: [0, 0.1] } })).toBe(print);
    for (const other of [
      { command: 'settle' },
      { seed: '2' },
      { datasetHash: 'abd' },
      { settings: { ...input.settings, alpha: [0, 0.2] } },
    ])
      expect(runFingerprint({ ...input, ...other })).not.toBe(print);
  });
});

describe('a run’s folder', () => {
  const info = collectRunInfo({ ...input, repository: REPOSITORY });

  it('is made, and opened again for the same run only', () => {
    const path = join(folder, 'deep', 'run');
    openRunFolder(path, info).journal.close();
    expect(JSON.parse(readFileSync(join(path, 'run.json'), 'utf8'))).toEqual(info);
    openRunFolder(path, { ...info, startedAt: 'later' }).journal.close();
    expect(() => openRunFolder(path, { ...info, fingerprint: 'other' })).toThrow(
      /holds another run.*choose another --out/,
    );
  });

  it('is refused once the run is finished', () => {
    const path = join(folder, 'finished');
    const run = openRunFolder(path, info);
    run.journal.close();
    run.write('figures.json', '{}');
    expect(() => openRunFolder(path, info)).toThrow(/finished: choose another --out/);
  });

  it('is refused where something else is in it', () => {
    const path = mkdtempSync(join(folder, 'full-'));
    writeFileSync(join(path, 'letter.txt'), 'dear');
    expect(() => openRunFolder(path, info)).toThrow(/not empty and holds no run/);
    writeFileSync(join(path, 'run.json'), '{');
    expect(() => openRunFolder(path, info)).toThrow(/not a run's description/);
  });
});
