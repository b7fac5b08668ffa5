import { join } from 'node:path';
import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { program } from './cli.ts';

const TRIED = ['-1', '0', '0.0001', '0.5', '1', '1.5', '2', '3', '65536', 'x', '', 'a,b'];

/** What each option that reads its value makes of some: the value, or that it is refused. */
function boundsOf(command: Command, above = ''): string[] {
  const name = `${above}${command.name()}`;
  const own = command.options.flatMap(({ long, parseArg }) => {
    if (!parseArg) return [];
    const read = TRIED.map((text) => {
      try {
        const value = parseArg(text, undefined as never);
        return JSON.stringify(value) === JSON.stringify(text) ? 'as it is' : JSON.stringify(value);
      } catch {
        return 'no';
      }
    });
    return [`  ${long}: ${TRIED.map((text, at) => `${text || 'nothing'} ${read[at]}`).join(', ')}`];
  });
  return [...(own.length > 0 ? [name, ...own] : []), ...command.commands.flatMap((one) => boundsOf(one, `${name} `))];
}

// What is taken may change on purpose alone, and then here too: vitest --update writes what is taken now.
it('what every option takes and refuses is what it is known to take', async () => {
  const file = join(import.meta.dirname, 'conformance/known-bounds.txt');
  await expect(`${boundsOf(program()).join('\n')}\n`).toMatchFileSnapshot(file);
});
