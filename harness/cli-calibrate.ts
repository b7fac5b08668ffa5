import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { cached, out, positiveInteger, seed, unitShare } from './cli-options.ts';
import { VARIED } from './experiments/fit-preset/varied.ts';

/** Adds `calibrate`: how the free inputs of the paper preset were chosen. */
export function calibrateCommand(bench: Command): void {
  const shares = (text: string) => (text === '' ? [] : text.split(',').map(unitShare));
  const names = (text: string) => {
    const found = text.split(',').filter((name) => name !== '');
    if (found.length === 0) throw new InvalidArgumentError('Give at least one mix.');
    return found;
  };
  const taught = (text: string) => {
    const value = Number(text);
    if (!(value > 0 && value <= 1)) throw new InvalidArgumentError('Give a number above 0 and up to 1.');
    return value;
  };
  cached(
    bench
      .command('calibrate')
      .description(
        'what the free inputs of the paper preset do to the figures they are calibrated to, over populations and mixes of processes',
      ),
  )
    .addOption(seed())
    .option('--populations <n>', 'teams, dealings of sessions and datasets that are played', positiveInteger, 4)
    .addOption(
      new Option(
        '--vary <what>',
        'what differs between populations: all of it, or the operators’ team alone on one dataset',
      )
        .choices(VARIED)
        .default('all'),
    )
    .addOption(
      new Option('--mix <list>', 'mixes of processes, each played in every population: preset, equal, long-tailed')
        .default(['preset'], 'preset')
        .argParser(names),
    )
    .option('--only-automation', 'play operators alone and selective automation, once, and no other arm')
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
    .option('--sessions <n>', 'sessions of each arm and population', positiveInteger, 1500)
    .addOption(
      new Option('--taught <share>', 'share of the sessions that teach policy, critic and gate in settle')
        .default(1)
        .argParser(taught),
    )
    .addOption(out())
    .action(async (options) => (await import('./experiments/fit-preset/index.ts')).calibrate(options));
}
