import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expandCells } from './cells.ts';
import { openRunFolder } from './run-folder.ts';
import { collectRunInfo, readGitState, runFingerprint } from './run-info.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-info-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const repository = join(import.meta.dirname, '..', '..');
const input = {
  command: 'replay',
  settings: { alpha: [0, 0.1], driver: 'in-process' },
  seed: '1',
  datasetHash: 'abc',
  providers: { policy: 'cpu' },
};

describe('run info', () => {
  it('says what ran: versions, machine, git state', () => {
    const info = collectRunInfo({ ...input, repository });
    expect(info.versions).toMatchObject({ node: process.versions.node, seedrandom: '3.0.5' });
    expect(Date.parse(info.startedAt)).toBeGreaterThan(Date.parse('2025-01-01'));
    if (existsSync(join(repository, '.git'))) expect(info.git?.commit).toMatch(/^[0-9a-f]{40}$/);
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
  const info = collectRunInfo({ ...input, repository });

  it('is made, and opened again for the same run only', () => {
    const path = join(folder, 'deep', 'run');
    openRunFolder(path, info).journal.close();
    expect(JSON.parse(readFileSync(join(path, 'run.json'), 'utf8'))).toEqual(info);
    openRunFolder(path, { ...info, startedAt: 'later' }).journal.close();
    expect(() => openRunFolder(path, { ...info, fingerprint: 'other' })).toThrow(
      /holds another run.*choose another --out/,
    );
  });

  it('is refused where something else is in it', () => {
    const path = mkdtempSync(join(folder, 'full-'));
    writeFileSync(join(path, 'letter.txt'), 'dear');
    expect(() => openRunFolder(path, info)).toThrow(/not empty and holds no run/);
    writeFileSync(join(path, 'run.json'), '{');
    expect(() => openRunFolder(path, info)).toThrow(/not a run's description/);
  });
});

describe('a grid', () => {
  it('is every combination once, human-only by slip alone', () => {
    const cells = expandCells({
      arms: ['selective', 'human-only'],
      alphas: [0, 0.1],
      betas: [0, 0.3],
      slips: [0, 0.02],
    });
    expect(cells.map(({ id }) => id)).toContain('selective alpha=0.1 beta=0.3 slip=0.02');
    expect(cells.filter(({ arm }) => arm === 'selective')).toHaveLength(8);
    expect(cells.filter(({ arm }) => arm === 'human-only').map(({ id }) => id)).toEqual([
      'human-only slip=0',
      'human-only slip=0.02',
    ]);
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  });

  it('refuses what is no rate, and an empty list', () => {
    const grid = { arms: ['copilot' as const], alphas: [0], betas: [0], slips: [0] };
    expect(() => expandCells({ ...grid, alphas: [1.2] })).toThrow('A noise rate of 1.2 is not in [0, 1].');
    expect(() => expandCells({ ...grid, slips: [] })).toThrow(/slips/);
  });
});
