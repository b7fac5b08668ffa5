import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { cached, out, positiveInteger, unitShare } from './cli-options.ts';

/** Adds `calibrate`: how the free inputs of the paper preset were chosen. */
export function calibrateCommand(bench: Command): void {
  const shares = (text: string) => (text === '' ? [] : text.split(',').map(unitShare));
  const names = (text: string) => {
    const found = text.split(',').filter((name) => name !== '');
    if (found.length === 0) throw new InvalidArgumentError('Give at least one seed.');
    return found;
  };
  cached(
    bench
      .command('calibrate')
      .description(
        'what the free inputs of the paper preset do to the figures they are calibrated to, over several seeds',
      ),
  )
    .addOption(
      new Option('--seeds <list>', 'runs that are averaged: each deals sessions and draws answers anew')
        .default(['1', '2', '3'], '1,2,3')
        .argParser(names),
    )
    .addOption(
      new Option('--settled <list>', 'shares of settled refusals to try, beside the preset’s')
        .default([], 'none')
        .argParser(shares),
    )
    .addOption(
      new Option('--beta <list>', 'β to try, each with each share of settled refusals')
        .default([], 'none')
        .argParser(shares),
    )
    .addOption(
      new Option('--hands-over <list>', 'confidences below which a chatbot hands over to try, beside the preset’s')
        .default([], 'none')
        .argParser(shares),
    )
    .option('--sessions <n>', 'sessions of each arm and seed', positiveInteger, 3000)
    .addOption(out())
    .action(async (options) => (await import('./experiments/calibrate.ts')).calibrate(options));
}
