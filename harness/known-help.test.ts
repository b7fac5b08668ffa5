import { join } from 'node:path';
import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { program } from './cli.ts';
import { REPOSITORY } from './runner/repository.ts';

/** The help of a command and of those below it, each under its name. */
function helpOf(command: Command, above = ''): string[] {
  const name = `${above}${command.name()}`;
  const width = { helpWidth: 110 };
  command.configureHelp(width);
  const help = command.helpInformation().replaceAll(REPOSITORY, 'REPOSITORY');
  return [`== ${name}\n${help}`, ...command.commands.flatMap((own) => helpOf(own, `${name} `))];
}

// What people are told may change on purpose alone, and then here too: vitest --update writes what is told now.
it('the help of every command is what it is known to be', async () => {
  const file = join(import.meta.dirname, 'conformance/known-help.txt');
  await expect(helpOf(program()).join('\n')).toMatchFileSnapshot(file);
});
