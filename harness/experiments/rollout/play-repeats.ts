import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { RolloutOptions } from './options.ts';
import { playRepeat, type Repeat } from './play-repeat.ts';
import type { RepeatNews, RepeatOrder } from './repeat-child.ts';

/**
 * Plays all rollouts that the options ask for, as many side by side as there are cores, each in a process of its own;
 * a single one is played here. `onDay` is told of every day that is over, whatever rollout it is of.
 */
export async function playRepeats(options: RolloutOptions, onDay: () => void): Promise<Repeat[]> {
  if (options.repeats === 1) return [await playRepeat(options, 0, onDay)];
  const results: Repeat[] = [];
  let next = 0;
  const work = async () => {
    for (let repeat = next++; repeat < options.repeats; repeat = next++)
      results[repeat] = await inProcess({ options, repeat }, onDay);
  };
  await Promise.all(Array.from({ length: Math.min(options.repeats, availableParallelism()) }, work));
  return results;
}

/** The child loads its files as this process does: what started us is handed on. */
function inProcess(order: RepeatOrder, onDay: () => void): Promise<Repeat> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'repeat-child.ts'), { execArgv: process.execArgv });
    let result: Repeat | null = null;
    child.on('message', (news: RepeatNews) => {
      if ('day' in news) onDay();
      else if ('result' in news) result = news.result;
      else reject(new Error(news.failed));
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (result) resolve(result);
      else reject(new Error(`Rollout ${order.repeat + 1} ended with ${signal ?? `exit code ${code}`}; run it again.`));
    });
    child.send(order);
  });
}
