import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { PlayedEpisode, RunPart } from '../../bench/run-record.ts';
import { closeOnStop } from '../../runner/stop-signals.ts';
import type { RolloutOptions } from './options.ts';
import { type PlayedRepeat, playRepeat } from './play-repeat.ts';
import type { RepeatNews, RepeatOrder } from './repeat-child.ts';

/** What becomes of the episodes of rollouts that are played side by side. */
export interface KeptRepeats {
  keep(repeat: number, episode: PlayedEpisode): void;
  /** The rollout is over: all its episodes were given. */
  end(repeat: number): void;
}

/** Hands episodes on rollout by rollout, whatever order they come in: those of a later one wait for those before it. */
export function inOrder(keepOf: (repeat: number) => RunPart['keep']): KeptRepeats {
  const waiting = new Map<number, PlayedEpisode[]>();
  const over = new Set<number>();
  let now = 0;
  return {
    keep(repeat, episode) {
      if (repeat === now) keepOf(repeat)(episode);
      else waiting.set(repeat, [...(waiting.get(repeat) ?? []), episode]);
    },
    end(repeat) {
      over.add(repeat);
      while (over.has(now)) {
        now++;
        waiting.get(now)?.forEach(keepOf(now));
        waiting.delete(now);
      }
    },
  };
}

/**
 * Plays all rollouts that the options ask for, as many side by side as there are cores, each in a process of its own;
 * a single one is played here. `onDay` is told of every day that is over, whatever rollout it is of.
 */
export async function playRepeats(
  options: RolloutOptions,
  onDay: () => void,
  kept: KeptRepeats,
): Promise<PlayedRepeat[]> {
  if (options.repeats === 1) return [await playRepeat(options, 0, onDay, (episode) => kept.keep(0, episode))];
  const results: PlayedRepeat[] = [];
  let next = 0;
  const work = async () => {
    for (let repeat = next++; repeat < options.repeats; repeat = next++) {
      results[repeat] = await inProcess({ options, repeat }, onDay, kept);
      kept.end(repeat);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.repeats, availableParallelism()) }, work));
  return results;
}

/** The child loads its files as this process does: what started us is handed on. */
function inProcess(order: RepeatOrder, onDay: () => void, kept: KeptRepeats): Promise<PlayedRepeat> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'repeat-child.ts'), { execArgv: process.execArgv });
    const ignoreStops = closeOnStop(() => child.kill());
    let result: PlayedRepeat | null = null;
    child.on('message', (news: RepeatNews) => {
      if ('day' in news) onDay();
      else if ('episode' in news) kept.keep(order.repeat, news.episode);
      else if ('result' in news) result = news.result;
      else reject(new Error(news.failed));
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      ignoreStops();
      if (result) resolve(result);
      else reject(new Error(`Rollout ${order.repeat + 1} ended with ${signal ?? `exit code ${code}`}; run it again.`));
    });
    child.send(order);
  });
}
