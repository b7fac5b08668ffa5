import { type Command, CommanderError } from 'commander';
import { EXIT, type ExitCode } from '../../runner/exit-code.ts';
import { describeFailure } from '../../runner/failure.ts';
import { printAside } from '../../runner/output.ts';
import { leftHanging } from '../../runner/run-limits.ts';

/** Does what a command line asks, and ends with the code that its failure has. `name` is how it was started. */
export async function runProgram(command: Command, name: string): Promise<void> {
  try {
    await command.exitOverride().parseAsync();
  } catch (error) {
    process.exitCode = codeOf(error, name);
  }
  // A device that hangs would keep the process.
  if (leftHanging()) process.exit();
}

/** What commander found wrong it has said by itself. */
function codeOf(error: unknown, name: string): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.good : EXIT.usage;
  const { code, text } = describeFailure(error, [name, ...process.argv.slice(2)].join(' '));
  printAside(text);
  return code;
}
