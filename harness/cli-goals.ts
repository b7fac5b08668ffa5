import type { Command } from 'commander';
import { logs, out, positiveInteger, seed } from './cli-options.ts';

/** Adds `goals`: which sessions can be played in closed loop. */
export function goalsCommand(bench: Command): void {
  bench
    .command('goals')
    .description('for which sessions the goal is known, why not for the others, and whether their own logs reach it')
    .addOption(logs())
    .option('--sessions <n>', 'use a sample of this many sessions', positiveInteger)
    .addOption(seed())
    .addOption(out())
    .action(async (options) => (await import('./experiments/goals/index.ts')).goals(options));
}
