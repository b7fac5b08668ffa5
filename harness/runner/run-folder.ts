import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../contract/atomic-write.ts';
import { UsageError } from './exit-code.ts';
import { Journal } from './journal.ts';
import type { RunInfo } from './run-info.ts';

export interface RunFolder {
  readonly path: string;
  readonly journal: Journal;
  /** Writes one of the run's files, whole or not at all. */
  write(name: string, data: string | Uint8Array): void;
}

/**
 * Opens the folder of a run: a new or an empty one, or that of the same run interrupted, which then
 * goes on. Throws: `UsageError` where the folder holds a finished run, another one or anything else.
 */
export function openRunFolder(path: string, info: RunInfo): RunFolder {
  const infoPath = join(path, 'run.json');
  if (existsSync(infoPath)) {
    const found = readFingerprint(infoPath);
    if (found !== info.fingerprint)
      throw new UsageError(`${path} holds another run (other settings, seed or data): choose another --out.`);
    if (existsSync(join(path, 'figures.json')))
      throw new UsageError(`${path} holds a run that is finished: choose another --out.`);
  } else if (existsSync(path) && readdirSync(path).length > 0) {
    throw new UsageError(`${path} is not empty and holds no run: choose another --out.`);
  }
  const write = (name: string, data: string | Uint8Array) => writeFileAtomic(join(path, name), data);
  write('run.json', `${JSON.stringify(info, null, 2)}\n`);
  return { path, journal: new Journal(join(path, 'traces.jsonl')), write };
}

function readFingerprint(path: string): unknown {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { fingerprint?: unknown }).fingerprint;
  } catch {
    throw new UsageError(`${path} is not a run's description: choose another --out.`);
  }
}
