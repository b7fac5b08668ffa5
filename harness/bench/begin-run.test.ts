import { afterEach, expect, it, vi } from 'vitest';
import { BegunRun } from './begin-run.ts';

afterEach(() => vi.useRealTimers());

it('gives runs that begin in different seconds folders of their own', () => {
  const folderAt = (time: string) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(time) });
    return new BegunRun({ experiment: 'goals', out: null, settings: {}, seed: '1' }).folder;
  };
  const folders = ['2026-01-02T03:04:05Z', '2026-01-02T03:04:06Z', '2026-01-02T03:05:05Z'].map(folderAt);
  expect(new Set(folders).size).toBe(folders.length);
});
