/** What the user asked for cannot be done as asked: one sentence that says what to change. Ends the run with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
