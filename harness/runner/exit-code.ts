/** What the process tells its caller. */
export const EXIT = {
  good: 0,
  /** A measured figure is worse than what was promised or stored. */
  regression: 1,
  /** Wrong options or bad input. */
  usage: 2,
  /** Something that was asked for did not run to its end. */
  incomplete: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Wrong options or bad input: the message is for the user, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
