import { type Command, Option } from 'commander';
import { comparedSessions, driven, grid, learned, openShare, positiveInteger } from './cli-options.ts';

/** Adds `propagation`: what wrong actions lead to. */
export function propagationCommand(bench: Command): void {
  const shares = (text: string) => (text === 'none' ? [] : text.split(',').map(openShare));
  driven(
    learned(
      grid(
        bench
          .command('propagation')
          .description('what wrong actions lead to, by noise, gate and root cause, told by twins without them'),
        { alpha: '0.05,0.2', beta: '0,0.3', slip: '0.01' },
      ),
    ),
  )
    .addOption(
      new Option(
        '--populations <n>',
        'how often all of it is drawn anew: team of operators, dealing of sessions and, without --logs, data',
      )
        .default(undefined, '2; 1 with --logs')
        .argParser(positiveInteger),
    )
    .option('--sessions <n>', 'sessions of each cell, in each population', positiveInteger, 100)
    .addOption(
      new Option('--more-targets <list>', 'further precisions, each a gate of its own, separated by commas, or none')
        .default([0.8, 0.95], '0.8,0.95')
        .argParser(shares),
    )
    .option('--twins-per-session <n>', 'most errors of one session that get a twin', positiveInteger, 2)
    .option('--twins <n>', 'twins of a cell after which no further sessions of it get any', positiveInteger, 400)
    .addOption(
      new Option('--epsilon <share>', 'share of missed goals that safe automation stays below')
        .default(0.1)
        .argParser(openShare),
    )
    .addOption(comparedSessions())
    .action(async (options) => (await import('./experiments/propagation/index.ts')).propagation(options));
}
