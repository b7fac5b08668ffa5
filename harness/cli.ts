import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import type { Experiment } from './bench/experiment.ts';
import { discoverIn } from './bench/models/discover.ts';
import { shellWord } from './bench/report/shell-word.ts';
import { commandOf } from './bench/run-experiment.ts';
import { applyConfig, readConfig } from './runner/config.ts';
import { EXIT, exitCodesInWords } from './runner/exit-code.ts';
import { describeFailure } from './runner/failure.ts';
import { outliveReaders, type ProgressFormat, print, printAside, printEvent, showProgressAs } from './runner/output.ts';
import { leftHanging } from './runner/run-limits.ts';
import { checkBeforehand } from './tools/check-beforehand.ts';
import { toolCommands } from './tools/commands.ts';
import { withoutCredentials } from './tools/worker/queue-url.ts';

/**
 * The command line, `pnpm bench`: every experiment that stands in experiments/, and the tools. Each imports what is heavy
 * when it runs, so that help is there at once. Exit codes: runner/exit-code.ts.
 */

/** The first ones, in the order of a first hour; others follow by name. */
const FIRST = ['headline', 'replay', 'settle'];

const EXPERIMENTS = await discoverIn<Experiment>('harness/experiments', 'experiment');
const rank = ({ name }: Experiment) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);

/** The parser of the command line. */
export function program(): Command {
  const bench = new Command('bench')
    .description(
      [
        'Measures what selective automation of support work is worth, and what its mistakes do,',
        'when the operators who teach and guard it are noisy.',
      ].join(' '),
    )
    .usage('[command] [options]')
    .showHelpAfterError('(add --help for all options)')
    .addHelpText('after', `\nExit codes:\n${exitCodesInWords()}`);
  for (const experiment of EXPERIMENTS.toSorted((a, b) => rank(a) - rank(b))) bench.addCommand(commandOf(experiment));
  for (const tool of toolCommands()) bench.addCommand(tool);
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
  const command = withoutCredentials(['pnpm bench', ...args.map(shellWord)].join(' '));
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
  const bench = program().hook('preAction', (_, command) => {
    showProgressAs(command.opts<{ progress?: ProgressFormat }>().progress ?? 'text');
    return checkBeforehand(command);
  });
  const sayEnd = () => printEvent({ type: 'end', exitCode: Number(process.exitCode ?? 0) });
  process.once('exit', sayEnd);
  for (const one of [bench, ...bench.commands])
    one.exitOverride().configureOutput({
      writeOut: (text) => print(text.trimEnd()),
      writeErr: (text) => printAside(text.trimEnd()),
    });
  try {
    const config = await readConfig(process.cwd());
    if (config) applyConfig(bench, config);
    await bench.parseAsync(withCommand(args), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.good : EXIT.usage;
    else fail(error);
  } finally {
    process.off('uncaughtException', failNow);
    process.off('exit', sayEnd);
    sayEnd();
    // A model that hangs would keep the process.
    if (leftHanging()) process.exit();
  }
}

// Only where it is what was started: tests read the parser, and start nothing.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url)))
  await main(process.argv.slice(2));
