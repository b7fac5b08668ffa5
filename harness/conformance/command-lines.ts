import type { Command } from 'commander';
import { program, withCommand } from '../cli.ts';

/** What stands for a value in the docs, and a value. */
const VALUES: Readonly<Record<string, string>> = { NAME: 'ngram', RULE: 'random', N: '10', PATH: 'logs', DIR: 'out' };

/** What a line of a shell gives to `bench`, without it; null where it starts something else. */
export function benchCommand(line: string): string | null {
  const [, command] = /^(?:\s*\w+=\S+)*\s*(?:npx --yes pnpm@\S+ |pnpm )?((?:bench|desk)(?:\s.*)?)$/.exec(line) ?? [];
  if (command === undefined) return null;
  return command
    .replace(/\s+#.*$/, '')
    .replace(/^bench\b\s*/, '')
    .trim();
}

/** The words of a command line, with values in place of what stands for them. */
export const wordsOf = (line: string): string[] =>
  line
    .replace(/[[\]]/g, '')
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => VALUES[word] ?? word.replace(/^"(.*)"$/, '$1'));

/** Parses as the command line would, and runs nothing. Returns what is wrong with it; empty where nothing is. */
export async function parseOnly(args: readonly string[]): Promise<string> {
  let said = '';
  const bench = program();
  for (const command of [bench, ...allCommands(bench)])
    command
      .exitOverride()
      .configureOutput({ writeErr: (text) => (said += text), writeOut: () => {} })
      .action(() => {});
  await bench.parseAsync(withCommand(args), { from: 'user' }).catch((error: Error) => (said ||= error.message));
  return said;
}

/** Every command, and every one below it. */
export const allCommands = (of: Command): Command[] =>
  of.commands.flatMap((one) => [one as Command, ...allCommands(one)]);
