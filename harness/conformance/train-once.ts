import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inject } from 'vitest';
import { openModelCache } from '../bench/models/cache/model-cache.ts';
import type { Example, FitOptions, Policy, PolicyRecipe } from '../contract/policy.ts';

const WAIT_MS = 200;

/** The policy, trained by the first file of this run that asks for it; the others load what that one saved. */
export async function trainOnce(
  recipe: PolicyRecipe,
  examples: readonly Example[],
  options: FitOptions,
): Promise<Policy> {
  const folder = inject('runFolder');
  const onDamage = (line: string): never => {
    throw new Error(line);
  };
  const cache = openModelCache({ folder: join(folder, 'models'), onDamage });
  return inTurn(join(folder, `${recipe.name}.lock`), () => cache.policy(recipe).fit(examples, options));
}

/** Does the work while no other process of this run of the tests holds the lock: who waits finds what was made. */
export async function inTurn<T>(lock: string, work: () => Promise<T>): Promise<T> {
  while (!isLocked(lock)) await setTimeout(WAIT_MS);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isLocked(lock: string): boolean {
  try {
    const file = openSync(lock, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    freeIfDead(lock);
    return false;
  }
}

/** A process that ended while it held the lock will not give it back. */
function freeIfDead(lock: string): void {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    if (holder > 0) process.kill(holder, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') rmSync(lock, { force: true });
  }
}
