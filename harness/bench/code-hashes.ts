import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../runner/repository.ts';

/** Rooms whose code decides what an experiment plays, whatever it is called. */
const ROOMS = [
  'fixtures',
  'simulators',
  'policies',
  'harness/bench',
  'harness/contract',
  'harness/deployment',
  'harness/engine',
  'harness/shared',
] as const;

/**
 * SHA-256 of the code that decides the results of an experiment, by room, in hex; tests apart. One that stands
 * elsewhere has no room of its own here.
 */
export function codeHashes(experiment: string): Record<string, string> {
  const own = `harness/experiments/${experiment}`;
  const rooms = [...ROOMS, own].filter((room) => existsSync(join(REPOSITORY, room)));
  return Object.fromEntries(rooms.map((room) => [room, hashRoom(join(REPOSITORY, room))]));
}

function hashRoom(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(ts|tsx|css|json)$/.test(name) && !/\.test\.tsx?$|(^|\/)testing\//.test(name))
    .sort();
  const hash = createHash('sha256');
  for (const name of files)
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(folder, name)))
      .update('\0');
  return hash.digest('hex');
}
