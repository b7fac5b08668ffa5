import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A number, none (null: undefined for this input), or a list of them. */
export type Value = number | null | readonly Value[];

/** Outputs by name. */
type Values = Readonly<Record<string, Value>>;

/** One of the numbers that a reference computes, and how near ours come to it. */
export interface Output {
  /** What is compared, in a few words. */
  readonly what: string;
  /** The function of the library that gives it, such as `scipy.stats.beta.ppf`. */
  readonly by: string;
  /** `relative`: the difference over the library's number. */
  readonly measure: 'absolute' | 'relative';
  /** Largest difference that is let through. */
  readonly tolerance: number;
  /** Which of the two is wrong where they differ, and why. */
  readonly verdict: string;
}

/** A subject that an independent library computes as well. One file here, exported as `reference`. */
export interface Reference {
  /** Name of this file, of the script beside it and of the numbers that the script writes. */
  readonly name: string;
  readonly subject: string;
  readonly outputs: Readonly<Record<string, Output>>;
  /** What we compute from one input of the script: the same names as `outputs`. */
  ours(input: unknown): Values;
}

type ReferenceCase = readonly [input: unknown, expected: Values];

/** What a script has written. */
export interface ReferenceNumbers {
  /** Version by library. */
  readonly libraries: Readonly<Record<string, string>>;
  readonly cases: readonly ReferenceCase[];
}

const value: z.ZodType<Value> = z.lazy(() => z.union([z.number(), z.null(), z.array(value)]));
const numbers = z.strictObject({
  libraries: z.record(z.string(), z.string()),
  cases: z.array(z.tuple([z.unknown(), z.record(z.string(), value)])),
});

export const REFERENCES = join(import.meta.dirname, '..');

/** Throws: where the file is not there, or holds anything else. */
export function readNumbers(path: string): ReferenceNumbers {
  return numbers.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** The numbers that are kept for a reference. */
export function numbersOf({ name }: Pick<Reference, 'name'>): ReferenceNumbers {
  return readNumbers(join(REFERENCES, `${name}.json`));
}
