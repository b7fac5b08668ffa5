import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CellFolder, type SweepFingerprint } from './cell-folder.ts';

const FINGERPRINT: SweepFingerprint = {
  command: 'bench sweep',
  settings: { plan: { axes: { alpha: [0] } }, shard: null },
  seed: '1',
  code: { policies: 'abc' },
  versions: { node: '20' },
};
let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'deskbench-cells-')), 'cells');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const open = (fingerprint = FINGERPRINT) => new CellFolder(folder, fingerprint);

/** An attempt that has come to its end, or not. */
function attempt(cells: CellFolder, id: string, text: string, finished = true): string {
  const path = cells.attemptAt(id);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'run.json'), JSON.stringify({ fingerprint: text, models: {}, finished, attempts: [] }));
  return path;
}
const resultOf = (id: string) => JSON.parse(readFileSync(join(folder, id, 'run.json'), 'utf8')).fingerprint;

describe('the folder of cells', () => {
  it('has one result a cell: the first stays, and a second leaves nothing', () => {
    const cells = open();
    const [first, second] = [attempt(cells, 'a', 'first'), attempt(cells, 'a', 'second')];
    expect(cells.missing(['a', 'b'])).toEqual(['a', 'b']);
    cells.keep('a', first);
    cells.keep('a', second);
    expect(resultOf('a')).toBe('first');
    expect([cells.has('a'), cells.has('b'), cells.missing(['a', 'b'])]).toEqual([true, false, ['b']]);
    expect(readdirSync(join(folder, '.attempts'))).toEqual([]);
  });

  it('takes no attempt that has not ended', () => {
    const cells = open();
    expect(() => cells.keep('a', attempt(cells, 'a', 'half', false))).toThrow('has not ended');
    expect(cells.has('a')).toBe(false);
  });

  it('belongs to one queue, whoever opens it and when, and another folder to another', () => {
    const { queue } = open();
    expect(open().queue).toBe(queue);
    folder = join(folder, '..', 'more');
    expect(open().queue).not.toBe(queue);
  });

  it.each<[string, SweepFingerprint]>([
    ['plan', { ...FINGERPRINT, settings: { ...FINGERPRINT.settings, plan: { axes: { alpha: [0.1] } } } }],
    ['code', { ...FINGERPRINT, code: { policies: 'def' } }],
    ['seed', { ...FINGERPRINT, seed: '2' }],
  ])('refuses a worker that has another %s', (_, other) => {
    open();
    expect(() => open(other)).toThrow(/holds cells of another sweep \(.*\): choose another --out/);
  });

  it('refuses a folder of something else', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'thesis.tex'), '');
    expect(() => open()).toThrow('is not empty and holds no cells of a sweep');
  });

  it('forgets what killed workers have left', () => {
    const cells = open();
    attempt(cells, 'a', 'half', false);
    cells.discardAttempts();
    expect(readdirSync(folder)).toEqual(['sweep.json']);
  });
});
