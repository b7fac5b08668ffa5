/** What the process tells its caller: the one table of exit codes, for every command, the help and the docs. */
export const EXIT = {
  good: 0,
  regression: 1,
  usage: 2,
  incomplete: 3,
  undecided: 4,
  bug: 70,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * What each code means, as help and docs say it. `undecided` is for commands that give a verdict, `regress` and
 * `gpu-check`: an experiment measures, and an undecided comparison is a result of it.
 */
export const EXIT_WORDS: Readonly<Record<keyof typeof EXIT, string>> = {
  good: 'good',
  regression: 'a regression, or desks or providers that disagree',
  usage: 'wrong options or bad input',
  incomplete: 'incomplete: episodes crashed, or the machine or a service failed',
  undecided: 'no verdict: too little evidence',
  bug: 'a fault of the program itself, which it says',
  hungUp: 'stopped as its terminal went away (SIGHUP)',
  interrupted: 'stopped by Ctrl-C (SIGINT)',
  terminated: 'stopped by SIGTERM',
};

/** The table for help: a code a line. */
export function exitCodesInWords(): string {
  return Object.entries(EXIT)
    .map(([name, code]) => `  ${String(code).padEnd(5)}${EXIT_WORDS[name as keyof typeof EXIT]}`)
    .join('\n');
}

/** Wrong options or bad input: the message is for the user, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The machine or something outside failed: the message has a remedy, and the exit code is 3. */
export class MachineError extends Error {
  override readonly name = 'MachineError';
}
