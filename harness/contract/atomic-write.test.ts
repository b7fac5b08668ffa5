import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFileAtomic } from './atomic-write.ts';

describe('writeFileAtomic', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskbench-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes the folder, replaces the content and leaves nothing beside it', () => {
    const path = join(folder, 'a', 'b.txt');
    writeFileAtomic(path, 'old');
    writeFileAtomic(path, 'new ✓');
    expect(readFileSync(path, 'utf8')).toBe('new ✓');
    expect(readdirSync(join(folder, 'a'))).toEqual(['b.txt']);
  });

  it('leaves no temporary file when it cannot write', () => {
    writeFileAtomic(join(folder, 'taken', 'x'), '');
    expect(() => writeFileAtomic(join(folder, 'taken'), 'y')).toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});
