import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOldResults } from '../bench/staged/read-old-results.ts';
import { UsageError } from '../runner/exit-code.ts';
import { readFigures } from './report.ts';

const OLD = join(import.meta.dirname, '..', 'bench', 'staged', 'testing', 'results-v3.json');
const old = readOldResults(readFileSync(OLD, 'utf8'), OLD);

/** A run's folder with these files; `old` is a results.json as earlier versions wrote it. */
function folderOf(files: Readonly<Record<string, string>>, withOld = false): string {
  const folder = mkdtempSync(join(tmpdir(), 'figures-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  if (withOld) copyFileSync(OLD, join(folder, 'results.json'));
  return folder;
}

describe('the figures of a run', () => {
  it('are those of this version, whatever an earlier one left beside them', () => {
    const now = { ...old, experiment: 'replay', findings: ['Of this version.'] };
    const files = { 'figures.json': JSON.stringify(now) };
    expect(readFigures(folderOf(files))).toEqual(now);
    expect(readFigures(folderOf(files, true))).toEqual(now);
  });

  it('are those of an earlier version where there are no others', () => {
    expect(readFigures(folderOf({}, true))).toEqual(old);
  });

  it.each([
    ['no file', {}, 'holds no figures.json: name the folder of a run that has ended.'],
    ['half a file', { 'figures.json': '{"format":' }, 'figures.json is no JSON: run the experiment again.'],
    [
      'a field of another kind',
      { 'figures.json': JSON.stringify({ ...old, findings: [7] }) },
      'figures.json: findings.0 is not as this version writes it: run the experiment again.',
    ],
  ])('are refused in one sentence: %s', (_, files, words) => {
    const folder = folderOf(files);
    expect(() => readFigures(folder)).toThrow(UsageError);
    expect(() => readFigures(folder)).toThrow(words);
  });
});
