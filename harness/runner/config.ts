import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { messageOf } from '../shared/message-of.ts';
import { UsageError } from './exit-code.ts';

/** Options of a command by name, as they are typed: `sessions: 400`, `alpha: '0,0.05'`; `false` for one that `--no-…` turns off. */
type ConfiguredOptions = Readonly<Record<string, string | number | boolean>>;

/** Options that hold where the command line says nothing: under `all` of every command that has them, else of one. */
export interface Config {
  readonly all?: ConfiguredOptions;
  readonly [command: string]: ConfiguredOptions | undefined;
}

/** Declares a configuration, as the default export of `deskbench.config.ts` in the folder that the bench is started in. */
export const defineConfig = (config: Config): Config => config;

const FILE = 'deskbench.config.ts';

/** The configuration of a folder; null where it has none. Throws: `UsageError` where the file cannot be read as one. */
export async function readConfig(folder: string): Promise<Config | null> {
  const path = join(folder, FILE);
  if (!existsSync(path)) return null;
  const found = await import(pathToFileURL(path).href).catch((error: unknown) => {
    throw new UsageError(`${path}: ${messageOf(error)}`);
  });
  const config: unknown = (found as { default?: unknown }).default;
  if (typeof config !== 'object' || config === null)
    throw new UsageError(`${path} exports no configuration: export default defineConfig({ … }).`);
  return config as Config;
}

/**
 * Lets the options of a configuration stand in for those that the command line does not name. They go through the same
 * parsers. Throws: `UsageError` for a command or an option that there is not, or a value that its parser refuses.
 */
export function applyConfig(bench: Command, config: Config): void {
  const commands = new Map(bench.commands.map((command) => [command.name(), command]));
  const unknown = Object.keys(config).find((name) => name !== 'all' && !commands.has(name));
  if (unknown !== undefined)
    throw new UsageError(`${FILE}: there is no command "${unknown}": use all, ${[...commands.keys()].join(', ')}.`);
  const used = new Set<string>();
  for (const command of commands.values())
    for (const [name, value] of Object.entries({ ...config.all, ...config[command.name()] })) {
      const found = command.options.find((option) => option.attributeName() === name && !option.negate);
      if (found) {
        used.add(name);
        setOption(command, name, found.flags, found.parseArg?.bind(found), value);
      } else if (config[command.name()]?.[name] !== undefined)
        throw new UsageError(`${FILE}: ${command.name()} has no option "${name}" (bench ${command.name()} --help).`);
    }
  const idle = Object.keys(config.all ?? {}).find((name) => !used.has(name));
  if (idle !== undefined) throw new UsageError(`${FILE}: no command has an option "${idle}".`);
}

function setOption(
  command: Command,
  name: string,
  flags: string,
  parse: ((text: string, before: never) => unknown) | undefined,
  value: string | number | boolean,
): void {
  try {
    const parsed = typeof value === 'boolean' ? value : (parse?.(String(value), undefined as never) ?? String(value));
    command.setOptionValueWithSource(name, parsed, 'config');
  } catch (error) {
    throw new UsageError(`${FILE}: ${command.name()}: ${flags}: ${messageOf(error)}`);
  }
}
