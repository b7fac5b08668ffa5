import { Command, CommanderError, Option } from 'commander';
import { calibrateCommand } from './cli-calibrate.ts';
import { checkBeforehand } from './cli-checks.ts';
import { goalsCommand } from './cli-goals.ts';
import {
  browser,
  cached,
  driven,
  foldCount,
  grid,
  learned,
  logs,
  out,
  port,
  positiveInteger,
  providerNames,
  seed,
  staged,
  unitShare,
} from './cli-options.ts';
import { propagationCommand } from './cli-propagation.ts';
import { rolloutCommand } from './cli-rollout.ts';
import { spanCommand } from './cli-span.ts';
import { tableCommands } from './cli-tables.ts';
import { shellWord } from './experiments/shell-word.ts';
import { SPLITS } from './experiments/splits.ts';
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
      (text) => (text === '0' ? 0 : positiveInteger(text)),
      6,
    )
    .addOption(populations(4))
    .addOption(browser())
    .action(async (options) => (await import('./experiments/headline.ts')).headline(options));

  driven(
    grid(staged(bench.command('replay').description('open-loop replay of logged sessions at given noise rates')), {
      alpha: '0',
      beta: '0',
      slip: '0',
    }),
  )
    .addOption(new Option('--split <rule>', 'who trains and who is tested').choices([...SPLITS]).default('random'))
    .addOption(populations(3))
    .action(async (options) => (await import('./experiments/replay.ts')).replay(options));

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
    .action(async (options, command: Command) =>
      (await import('./experiments/settle.ts')).settle(options.quick ? quickly(options, command) : options),
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
    .addOption(out())
    .action(async (options) => (await import('./experiments/fit-operators.ts')).fitOperatorsCommand(options));

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
    .action(async (options) => (await import('./experiments/gpu-check.ts')).gpuCheck(options));

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
    .action(async (options) => (await import('./experiments/speed.ts')).speed(options));
}

/** Datasets, schemas, the desk by hand. */
function tools(bench: Command): void {
  bench
    .command('generate')
    .description('write a synthetic dataset')
    .requiredOption('--out <dir>', 'folder to write procedures.json and sessions.jsonl into')
    .option('--sessions <n>', 'how many', positiveInteger, 1000)
    .addOption(
      new Option('--difficulty <d>', 'paraphrase, missing and contradictory information')
        .default(0.5)
        .argParser(unitShare),
    )
    .addOption(seed())
    .action(async (options) => (await import('./experiments/datasets.ts')).generate(options));

  bench
    .command('convert')
    .description("convert a foreign log into this project's format")
    .addOption(logs().makeOptionMandatory())
    .requiredOption('--out <dir>', 'folder to write procedures.json and sessions.jsonl into')
    .action(async (options) => (await import('./experiments/datasets.ts')).convert(options));

  bench
    .command('check')
    .description('read a log and say what is in it, or what is wrong with it')
    .addOption(logs().makeOptionMandatory())
    .action(async (options) => (await import('./experiments/datasets.ts')).check(options));

  bench
    .command('schema')
    .description('print a published JSON Schema')
    .argument('<name>', 'results, figures, session or procedures')
    .action(async (name) => (await import('./experiments/schema.ts')).printSchema(name));

  bench
    .command('desk')
    .description('serve the desk, to work through cases by hand')
    .addOption(logs())
    .option('--cases <n>', 'how many cases to put into the queue', positiveInteger, 12)
    .option('--port <n>', 'port on 127.0.0.1; any free one where not given', port)
    .addOption(seed())
    .action(async (options) => (await import('./experiments/desk.ts')).desk(options));

  bench
    .command('browser')
    .description('find a browser, or install one, and say which')
    .addOption(browser())
    .action(async (options) => (await import('./experiments/find-browser.ts')).findBrowser(options));
}

function program(): Command {
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
    tools,
  ])
    add(bench);
  return bench;
}

/**
 * Options without a command are the headline's. It is no default command of the parser's, which would
 * then take a mistyped command for an argument and suggest nothing.
 */
function withCommand(args: readonly string[]): string[] {
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

await main(process.argv.slice(2));
