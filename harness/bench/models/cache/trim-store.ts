import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { wallClockDate } from '../../../runner/wall-clock.ts';
import { sumOf } from '../../../shared/numbers.ts';

/** Entries are named by a SHA-256, what is not finished by that and an ending; nothing else in the folder is touched. */
const OURS = /^[0-9a-f]{64}(\.|$)/;
const WEEK_MS = 7 * 24 * 3600 * 1000;

const nowMs = () => Date.parse(wallClockDate());

/** Marks an entry as used now. A folder that cannot be written to stays as it is. */
export function markUsed(folder: string): void {
  try {
    utimesSync(folder, nowMs() / 1000, nowMs() / 1000);
  } catch {
    // Then nothing is deleted there either.
  }
}

/**
 * Deletes the entries used longest ago until the others take at most `limitBytes`, but never the one of `key`; and what
 * an interrupted run left unfinished a week ago.
 */
export function trimStore(root: string, limitBytes: number, key: string): void {
  const entries = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && OURS.test(entry.name) && entry.name !== key)
    .flatMap(({ name }) => {
      const facts = factsOf(join(root, name));
      return facts ? [{ name, ...facts }] : [];
    })
    .sort((a, b) => b.usedMs - a.usedMs || (a.name < b.name ? -1 : 1));
  let bytes = factsOf(join(root, key))?.bytes ?? 0;
  for (const { name, ...entry } of entries) {
    const unfinished = name.includes('.');
    bytes += entry.bytes;
    if (unfinished ? entry.usedMs < nowMs() - WEEK_MS : bytes > limitBytes) {
      rmSync(join(root, name), { recursive: true, force: true });
      bytes -= entry.bytes;
    }
  }
}

/** Null: another process has deleted it meanwhile. */
function factsOf(folder: string): { bytes: number; usedMs: number } | null {
  try {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const bytes = sumOf(files, ({ parentPath, name }) => statSync(join(parentPath, name)).size);
    return { bytes, usedMs: statSync(folder).mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
