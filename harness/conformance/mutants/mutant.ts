/** A fault that is planted in the source to see whether a test notices. */
export interface Mutant {
  /** Source file, from the repository's root. */
  readonly file: string;
  /** What is wrong with it, in a few words. */
  readonly fault: string;
  /** Text that stands exactly once in the file, and what is put in its place. */
  readonly find: string;
  readonly put: string;
  /** Test files that are expected to notice; the first to be asked. */
  readonly tests: readonly string[];
}

/** The file's text with the fault planted. Throws: where the text to be replaced does not stand there exactly once. */
export function plant({ file, find, put }: Mutant, source: string): string {
  const parts = source.split(find);
  if (parts.length !== 2)
    throw new Error(
      `${file}: the text to be replaced stands there ${parts.length - 1} times, not once: ${JSON.stringify(find)}.`,
    );
  return parts.join(put);
}
