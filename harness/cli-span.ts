import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  cached,
  comparedSessions,
  driven,
  logs,
  openShare,
  out,
  positiveInteger,
  providers,
  seed,
} from './cli-options.ts';

/** Adds `span`: what many sessions at once mean to the operators of a pool. */
export function spanCommand(bench: Command): void {
  const wholeNumbers = (text: string) => text.split(',').map(positiveInteger);
  const seconds = (text: string) => (text === 'none' ? null : positiveInteger(text));
  const strength = (text: string) => {
    const value = Number(text);
    if (text === '' || !(value >= 0 && Number.isFinite(value)))
      throw new InvalidArgumentError('Give a number from 0 up.');
    return value;
  };
  driven(
    cached(
      bench
        .command('span')
        .description('sessions per operator against waiting, active time and leaked errors, in a pool with a clock'),
    ),
  )
    .addOption(logs())
    .addOption(
      new Option(
        '--populations <n>',
        'how often all of it is drawn anew: team of operators, dealing of sessions and, without --logs, data',
      )
        .default(undefined, '3; 1 with --logs')
        .argParser(positiveInteger),
    )
    .option(
      '--sessions <n>',
      'evaluation sessions that are played and meet in the pool, in each population',
      positiveInteger,
      100,
    )
    .option('--operators <n>', 'operators in the pool', positiveInteger, 10)
    .addOption(
      new Option('--held <list>', 'most sessions that an operator holds at once, separated by commas')
        .default([1, 2, 3, 5], '1,2,3,5')
        .argParser(wholeNumbers),
    )
    .option(
      '--limit <seconds>',
      'mean wait of a hand-off at which waiting counts as exploded, where customers wait for ever',
      positiveInteger,
      30,
    )
    .addOption(
      new Option('--lost <share>', 'share of abandoned sessions that is the other limit, where customers leave')
        .default(0.05)
        .argParser(openShare),
    )
    .addOption(
      new Option(
        '--patience <seconds>',
        'mean time that customers wait before they leave, for the other limit; none: they never do',
      )
        .default(300)
        .argParser(seconds),
    )
    .option('--pressure <strength>', 'how strongly a queue hurries operators (trait time-pressure)', strength, 1)
    .option('--replications <n>', 'independent runs of the pool, in each population', positiveInteger, 4)
    .addOption(new Option('--policy <name>', 'file in policies/models/').default('ngram'))
    .addOption(new Option('--critic <name>', 'file in policies/critics/').default('ngram'))
    .addOption(new Option('--gate <name>', 'file in policies/gates/').default('clopper-pearson'))
    .addOption(new Option('--target <share>', 'precision that the gate must reach').default(0.9).argParser(openShare))
    .addOption(new Option('--delta <p>', 'probability that the gate may miss it').default(0.05).argParser(openShare))
    .addOption(seed())
    .addOption(providers())
    .addOption(out())
    .addOption(comparedSessions())
    .action(async (options) => (await import('./experiments/span/index.ts')).span(options));
}
