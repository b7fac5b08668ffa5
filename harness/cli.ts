import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import { SPLITS } from './bench/data/splits.ts';
import { shellWord } from './bench/report/shell-word.ts';
import { calibrateCommand } from './cli-calibrate.ts';
import { checkBeforehand } from './cli-checks.ts';
import { goalsCommand } from './cli-goals.ts';
import {
  browser,
  cached,
  comparedSessions,
  driven,
  foldCount,
  grid,
  learned,
  logs,
  out,
  positiveInteger,
  providerNames,
  seed,
  staged,
  unitShare,
  wholeNumber,
} from './cli-options.ts';
import { propagationCommand } from './cli-propagation.ts';
import { rolloutCommand } from './cli-rollout.ts';
import { spanCommand } from './cli-span.ts';
import { tableCommands } from './cli-tables.ts';
import { toolCommands } from './cli-tools.ts';
import { EXIT, exitCodesInWords } from './runner/exit-code.ts';
import { describeFailure } from './runner/failure.ts';
import { outliveReaders, print, printAside } from './runner/output.ts';

/**
 * The command line, `pnpm bench`. Each command imports its experiment when it runs, so that help is
 * there at once. Exit codes: runner/exit-code.ts.
 */

/** Traits of operators that `settle` tries one by one. */
const SETTLE_TRAITS =
  'settled-refusals=0,preference,skill,automation-bias,vigilance,time-pressure,instructed-reject:close,learning-curve,adversarial';

/** Staged deployments over noise levels. */
function stagedCommands(bench: Command): void {
  staged(
    bench
      .command('headline')
      .description('the staged deployment on the embedded dataset at a few noise levels (what `bench` alone runs)'),
  )
    .option(
      '--browser-sessions <n>',
      'sessions that are played in a real browser too, to compare traces; 0 for none',
      wholeNumber,
      6,
    )
    .addOption(populations(3))
    .addOption(browser())
    .action(async (options) => (await import('./experiments/headline/index.ts')).headline(options));

  driven(
    grid(staged(bench.command('replay').description('open-loop replay of logged sessions at given noise rates')), {
      alpha: '0',
      beta: '0',
      slip: '0',
    }),
  )
    .addOption(new Option('--split <rule>', 'who trains and who is tested').choices([...SPLITS]).default('random'))
    .addOption(populations(3))
    .addOption(
      new Option(
        '--browser-sessions <n>',
        'sessions that are played in a real browser too, to compare traces; 0 for none; with --driver browser all are compared',
      )
        .default(undefined, '4 where a browser is found')
        .argParser(wholeNumber),
    )
    .action(async (options) => (await import('./experiments/replay/index.ts')).replay(options));

  settleCommand(bench);
}

/** The closed loop at scale, over noise rates and traits. */
function settleCommand(bench: Command): void {
  driven(
    learned(
      grid(
        bench
          .command('settle')
          .description('closed loop: do automation and time saving survive noisy operators, and what buys them back?'),
        { alpha: '0,0.2', beta: '0,0.2,0.4', slip: '0.01,0.05' },
        'written likewise; the first is crossed with α and β, each further one is a point of its own',
      ),
    ),
  )
    .option(
      '--traits <list>',
      'traits of operators with their strengths, files in simulators/operators/traits/; each is a point of its own',
      SETTLE_TRAITS,
    )
    .addOption(populations(4))
    .option('--sessions <n>', 'sessions of each arm, in each population', positiveInteger, 1200)
    .option('--point-sessions <n>', 'sessions of each point of the grid, in each population', positiveInteger, 250)
    .option(
      '--taught <share>',
      'share of the 6,900 sessions that are generated to teach each population',
      unitShare,
      0.4,
    )
    .option(
      '--quick',
      'few sessions and one point of the grid, unless they are given: within 3 minutes on two idle cores',
    )
    .addOption(
      new Option(
        '--folds <n>',
        'with --logs, folds for cross-fitting, 3 unless given: each session is played once, by models taught from the other folds',
      ).argParser(foldCount),
    )
    .addOption(comparedSessions())
    .action(async (options, command: Command) =>
      (await import('./experiments/settle/index.ts')).settle(options.quick ? quickly(options, command) : options),
    );
}

/** How often everything is drawn anew that a run otherwise draws once. */
const populations = (usual: number) =>
  new Option(
    '--populations <n>',
    'how often all of it is drawn anew: team of operators, dealing of sessions, models and, without --logs, data',
  )
    .argParser(positiveInteger)
    .default(usual);

/** What `--quick` stands for. */
const QUICK = {
  sessions: 250,
  pointSessions: 100,
  taught: 0.2,
  alpha: '0',
  beta: '0.2',
  slip: '0.01',
  traits: '',
} as const;

/** The same options, quick where nothing else was asked for. */
function quickly<Options extends object>(options: Options, command: Command): Options {
  const own = Object.entries(QUICK).filter(([name]) => command.getOptionValueSource(name) === 'default');
  return { ...options, ...Object.fromEntries(own) };
}

/** What a log's operators, a graphics card and this machine do. */
function measurements(bench: Command): void {
  bench
    .command('fit-operators')
    .description("acceptance and times of a log's operators, beside the published figures")
    .addOption(logs().makeOptionMandatory())
    .addOption(out().default(undefined, 'nothing is written'))
    .action(async (options) => (await import('./experiments/fit-operators/index.ts')).fitOperatorsCommand(options));

  bench
    .command('gpu-check')
    .description('does a graphics card compute what the CPU computes, and how fast? Exit code 3 where there is none')
    .addOption(logs())
    .option('--sessions <n>', 'train and decide on a sample of this many sessions', positiveInteger, 400)
    .option('--steps <n>', 'training steps whose losses are compared', positiveInteger, 100)
    .option('--policies <list>', 'files in policies/models/, separated by commas; all that are trained where not given')
    .option('--providers <list>', 'providers to compare with the CPU; cuda and webgpu where not given', providerNames)
    .addOption(seed())
    .addOption(out())
    .action(async (options) => (await import('./experiments/gpu-check/index.ts')).gpuCheck(options));

  cached(bench.command('speed').description('ratios of speeds measured side by side in one run'))
    .addOption(
      new Option('--only <part>', 'measure one part').choices([
        'model',
        'training',
        'inference',
        'engine',
        'browser',
        'memory',
        'closed-loop',
      ]),
    )
    .option('--sessions <n>', 'sessions of the closed loop', positiveInteger, 15_000)
    .addOption(browser())
    .action(async (options) => (await import('./experiments/speed/index.ts')).speed(options));
}

/** The parser of the command line. */
export function program(): Command {
  const bench = new Command('bench')
    .description(
      'Measures what selective automation of support work is worth, and what its mistakes do, when the operators who teach and guard it are noisy.',
    )
    .usage('[command] [options]')
    .showHelpAfterError('(add --help for all options)')
    .addHelpText('after', `\nExit codes: ${exitCodesInWords()}.`);
  for (const add of [
    stagedCommands,
    spanCommand,
    propagationCommand,
    rolloutCommand,
    tableCommands,
    goalsCommand,
    calibrateCommand,
    measurements,
    toolCommands,
  ])
    add(bench);
  return bench;
}

/**
 * Options without a command are the headline's. It is no default command of the parser's, which would
 * then take a mistyped command for an argument and suggest nothing.
 */
export function withCommand(args: readonly string[]): string[] {
  const [first] = args;
  const own = first === undefined || (first.startsWith('-') && first !== '--help' && first !== '-h');
  return own ? ['headline', ...args] : [...args];
}

/** Runs the command line and sets the exit code. */
async function main(args: readonly string[]): Promise<void> {
  const command = ['pnpm bench', ...args.map(shellWord)].join(' ');
  const fail = (error: unknown) => {
    const { code, text } = describeFailure(error, command);
    printAside(text);
    process.exitCode = code;
  };
  const failNow = (error: unknown) => {
    fail(error);
    process.exit();
  };
  process.on('uncaughtException', failNow);
  outliveReaders();
  const bench = program().hook('preAction', (_, command) => checkBeforehand(command));
  for (const one of [bench, ...bench.commands])
    one.exitOverride().configureOutput({
      writeOut: (text) => print(text.trimEnd()),
      writeErr: (text) => printAside(text.trimEnd()),
    });
  try {
    await bench.parseAsync(withCommand(args), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.good : EXIT.usage;
    else fail(error);
  } finally {
    process.off('uncaughtException', failNow);
  }
}

// Only where it is what was started: tests read the parser, and start nothing.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url)))
  await main(process.argv.slice(2));
