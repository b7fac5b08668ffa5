import { type Command, CommanderError } from 'commander';
import { EXIT } from '../../runner/exit-code.ts';
import { describeFailure } from '../../runner/failure.ts';
import { printAside } from '../../runner/output.ts';

/** Does what a command line asks, and ends with the code that its failure has. `name` is how it was started. */
export async function runProgram(command: Command, name: string): Promise<void> {
  try {
    await command.exitOverride().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.good : EXIT.usage;
      return;
    }
    const { code, text } = describeFailure(error, [name, ...process.argv.slice(2)].join(' '));
    printAside(text);
    process.exitCode = code;
  }
}
