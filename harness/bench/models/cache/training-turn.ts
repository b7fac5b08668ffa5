import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LockHeldError, takeLock } from '../../../runner/run-lock.ts';

const POLL_MS = 100;

/**
 * Waits until no other process of this machine trains the model of a key, so that it is trained once: who comes after
 * finds it stored. Returns what ends the turn. It never waits where it cannot know for whom: another machine may train
 * the same model at the same time, and in a folder that cannot be written to nobody takes turns.
 */
export async function trainingTurn(folder: string, key: string): Promise<() => void> {
  for (;;)
    try {
      mkdirSync(folder, { recursive: true });
      const lock = takeLock(join(folder, `${key}.lock`));
      return () => lock.release();
    } catch (error) {
      if (!(error instanceof LockHeldError && error.isHere)) return () => undefined;
      await sleep(POLL_MS);
    }
}
