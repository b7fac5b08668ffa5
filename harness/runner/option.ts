import { type Command, Option as CommanderOption, InvalidArgumentError } from 'commander';
import type { Json } from './run-info.ts';

/** One option of a command: how it is written, read and explained, in one place. */
export interface Option<T> {
  /** As commander reads it: `--alpha <rates>`, `--quick`, `--no-cache`. */
  readonly flags: string;
  readonly help: string;
  /** The value where it is not given. */
  readonly fallback?: T;
  /** How help shows the fallback, where its value does not say it. */
  readonly fallbackInWords?: string;
  /** Throws: `InvalidArgumentError`, which names what to give. */
  readonly parse?: (text: string) => T;
  readonly choices?: readonly string[];
  /** Environment variable that it is read from where it is not given. */
  readonly env?: string;
  readonly mandatory?: boolean;
  /** A flag that sets the value to false, such as `--no-cache`, and its help. */
  readonly off?: readonly [flags: string, help: string];
  /** Whether it decides results: then a run is gone on with only under the same value. */
  readonly decides: boolean;
}

/** The options of a command, by the names under which their values come. */
// biome-ignore lint/suspicious/noExplicitAny: each option has a type of its own.
export type Options = Readonly<Record<string, Option<any>>>;

type ValueOf<O> = O extends Option<infer T> ? T : never;
type MayBeAbsent<O extends Options> = { [K in keyof O]: undefined extends ValueOf<O[K]> ? K : never }[keyof O];

/** The values of options. One that may be absent is not there, where it is not given. */
export type Values<O extends Options> = {
  readonly [K in Exclude<keyof O, MayBeAbsent<O>>]: ValueOf<O[K]>;
} & { readonly [K in MayBeAbsent<O>]?: Exclude<ValueOf<O[K]>, undefined> };

/** An option with a value, whether given or not. */
export const option = <T>(
  flags: string,
  help: string,
  more: Omit<Option<T>, 'flags' | 'help' | 'decides' | 'fallback'> & {
    readonly fallback: T;
    readonly decides?: boolean;
  },
): Option<T> => ({ decides: true, ...more, flags, help });

/** An option that may be absent. */
export const optional = <T = string>(
  flags: string,
  help: string,
  more: Omit<Partial<Option<T>>, 'flags' | 'help' | 'fallback' | 'mandatory'> = {},
): Option<T | undefined> => ({ decides: true, ...more, flags, help });

/** An option that must be given. */
export const required = <T = string>(
  flags: string,
  help: string,
  more: Omit<Partial<Option<T>>, 'flags' | 'help' | 'fallback' | 'mandatory'> = {},
): Option<T> => ({ decides: true, ...more, flags, help, mandatory: true });

/** A whole number from 1 up, whether given or not. */
export const count = (flags: string, help: string, fallback: number): Option<number> =>
  option(flags, help, { parse: positiveInteger, fallback });

/** A number between 0 and 1, whether given or not. */
export const share = (flags: string, help: string, fallback: number): Option<number> =>
  option(flags, help, { parse: openShare, fallback });

/** Numbers separated by commas, whether given or not. */
export const listOf = (
  flags: string,
  help: string,
  parse: (text: string) => number,
  fallback: readonly number[],
): Option<readonly number[]> =>
  option(flags, help, { parse: list(parse), fallback, fallbackInWords: fallback.join(',') || 'none' });

/** A switch, off where it is not given. */
export const flag = (flags: string, help: string, decides = true): Option<boolean> => ({
  decides,
  flags,
  help,
  fallback: false,
});

/** Adds the options to a command. Throws: where a name is not the one that its flag gives. */
export function addOptions(command: Command, options: Options): void {
  for (const [name, { flags, help, fallback, fallbackInWords, parse, choices, env, mandatory, off }] of Object.entries(
    options,
  )) {
    const made = new CommanderOption(flags, help);
    if (made.attributeName() !== name)
      throw new Error(`The option ${flags} is called "${name}": its value comes as "${made.attributeName()}".`);
    if (choices) made.choices(choices);
    else if (parse) made.argParser(parse);
    if (fallback !== undefined || fallbackInWords !== undefined) made.default(fallback, fallbackInWords);
    if (env) made.env(env);
    if (mandatory) made.makeOptionMandatory();
    command.addOption(made);
    if (off) command.addOption(new CommanderOption(...off));
  }
}

/** What decides results, to be recorded and compared. Null: not given. */
export function decidingSettings(options: Options, values: Readonly<Record<string, unknown>>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([, { decides }]) => decides)
      .map(([name]) => [name, (values[name] ?? null) as Json]),
  );
}

/** Whole numbers from the least one up. */
export const wholeFrom = (least: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new InvalidArgumentError(`Give a whole number from ${least} up.`);
  return value;
};

export const positiveInteger = wholeFrom(1);

export function wholeNumber(text: string): number {
  return text === '0' ? 0 : positiveInteger(text);
}

export function port(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > 65_535)
    throw new InvalidArgumentError('Give a whole number from 1 to 65535.');
  return value;
}

/** A number between 0 and 1, both left out. */
export function openShare(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('Give a number between 0 and 1.');
  return value;
}

/** A number from 0 to 1. */
export function unitShare(text: string): number {
  const value = Number(text);
  if (text === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('Give a number from 0 to 1.');
  return value;
}

/** Values separated by commas; `none` or nothing: no value. */
const list =
  <T>(one: (text: string) => T) =>
  (text: string): T[] =>
    text === '' || text === 'none' ? [] : text.split(',').map((part) => one(part.trim()));
