import { type Command, InvalidArgumentError, Option } from 'commander';
import { FEWEST_DRAWS } from '../reports/stats/session-bootstrap.ts';
import { MODEL_SPLITS } from './bench/data/model-splits.ts';
import { HELD_OUT_SPLITS } from './bench/data/splits.ts';
import { namesIn } from './bench/models/discover.ts';
import { NOISE_RATES_MODES } from './bench/noise/noise-rates-modes.ts';
import { cached, grid, logs, openShare, out, positiveInteger, providers, seed } from './cli-options.ts';
import { FEEDBACK_SOURCES } from './experiments/corrections/choose-feedback.ts';

/** Adds the benches that are tables: `models`, `critics`, `corrections` and `export`. */
export function tableCommands(bench: Command): void {
  for (const add of [modelsCommand, criticsCommand, correctionsCommand, exportCommand]) add(bench);
}

/** Fewer redraws give no percentiles worth printing. */
function enoughDraws(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < FEWEST_DRAWS)
    throw new InvalidArgumentError(`Give a whole number from ${FEWEST_DRAWS} up.`);
  return value;
}

function modelsCommand(bench: Command): void {
  cached(
    bench
      .command('models')
      .description(
        'trains and scores policies: one table, published figures beside it. Ensemble, transformer and hybrid take most of the time: minutes for hundreds of sessions, hours for thousands',
      ),
  )
    .addOption(logs())
    .addOption(
      new Option('--split <rule>', `who trains and who is tested: ${SPLITS_IN_WORDS}`)
        .choices([...MODEL_SPLITS])
        .default('random'),
    )
    .option('--sessions <n>', 'use a sample of this many sessions', positiveInteger)
    .option(
      '--policies <list>',
      `of ${namesIn('policies/models').join(', ')}; separated by commas, all where not given`,
    )
    .addOption(
      new Option(
        '--training <steps>',
        'on partly labelled logs: train on labelled steps (for classification), on all (for tool and action accuracy), or both',
      ).choices(['labelled', 'all', 'both']),
    )
    .addOption(seed())
    .addOption(providers())
    .addOption(out())
    .action(async (options) => (await import('./experiments/models/index.ts')).models(options));
}

const SPLITS_IN_WORDS = 'random for any log; the others are published rules for STAR';

const heldOutSplit = () =>
  new Option('--split <rule>', `who trains and who is tested: ${SPLITS_IN_WORDS}`)
    .choices([...HELD_OUT_SPLITS])
    .default('random');

const policy = () => new Option('--policy <name>', `one of ${namesIn('policies/models').join(', ')}`).default('ngram');

function criticsCommand(bench: Command): void {
  cached(
    grid(bench.command('critics').description('every critic, calibrator and gate over a grid of noise rates'), {
      alpha: '0,0.1',
      beta: '0,0.3',
      slip: '0',
    }),
  )
    .addOption(logs())
    .addOption(heldOutSplit())
    .option('--held-out <name>', 'task or domain that a transfer split holds out')
    .option('--sessions <n>', 'use a sample of this many sessions', positiveInteger)
    .addOption(policy())
    .option(
      '--critics <list>',
      `of ${namesIn('policies/critics').join(', ')}; separated by commas, all where not given`,
    )
    .option('--calibrators <list>', `of ${namesIn('policies/calibrators').join(', ')}; likewise`)
    .option('--gates <list>', `of ${namesIn('policies/gates').join(', ')}; likewise`)
    .addOption(new Option('--critic <name>', 'whose gates and guarantees are shown').default('ngram'))
    .option(
      '--gate <name>',
      'whose thresholds by slice are shown, and which sets the target within reach; clopper-pearson where not given',
    )
    .option(
      '--gate-slices <list>',
      'what has a threshold of its own besides everything together: kind, cluster, kind-joint, cluster-joint',
      'kind,cluster',
    )
    .addOption(new Option('--target <share>', 'precision that gates must reach').default(0.9).argParser(openShare))
    .addOption(new Option('--delta <p>', 'probability that a gate may miss it').default(0.05).argParser(openShare))
    .addOption(
      new Option('--noise-rates <how>', 'what noise-aware critics and corrected gates are told of the noise')
        .choices([...NOISE_RATES_MODES])
        .default('known'),
    )
    .option('--redraws <n>', 'redraws of the feedback for each guarantee', positiveInteger, 1000)
    .option('--draws <n>', 'redraws of the sessions for each interval, 100 or more', enoughDraws, 300)
    .addOption(seed())
    .addOption(providers())
    .addOption(out())
    .action(async (options) => (await import('./experiments/critics/index.ts')).critics(options));
}

function correctionsCommand(bench: Command): void {
  cached(
    grid(
      bench
        .command('corrections')
        .description('training with operators’ corrections: the historical and the hard side'),
      {
        alpha: '0',
        beta: '0',
        slip: '0',
      },
    ),
  )
    .addOption(logs())
    .option('--sessions <n>', 'use a sample of this many sessions', positiveInteger)
    .addOption(policy())
    .addOption(
      new Option(
        '--feedback <source>',
        "whose refusals are learned from: the log's own operators', simulated ones', or the log's where it has any and no noise is asked for",
      )
        .choices([...FEEDBACK_SOURCES])
        .default('auto'),
    )
    .option('--shares <list>', "corrections, as shares of the fewer logs' examples", '0,0.2,0.4')
    .addOption(seed())
    .addOption(providers())
    .addOption(out())
    .action(async (options) => (await import('./experiments/corrections/index.ts')).corrections(options));
}

function exportCommand(bench: Command): void {
  bench
    .command('export')
    .description('write a policy as fp32, fp16 and int8, and measure what each loses')
    .addOption(logs())
    .addOption(heldOutSplit())
    .option('--held-out <name>', 'task or domain that a transfer split holds out')
    .option('--sessions <n>', 'use a sample of this many sessions', positiveInteger)
    .addOption(policy())
    .addOption(seed())
    .addOption(providers())
    .addOption(out())
    .action(async (options) => (await import('./experiments/export/index.ts')).exportPolicy(options));
}
