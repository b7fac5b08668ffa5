import { existsSync, readFileSync } from 'node:fs';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type { z } from 'zod';
import { UsageError } from './exit-code.ts';

/** A kind of file that a user writes by hand. */
interface HandWritten<T> {
  readonly schema: z.ZodType<T>;
  /** What to name, such as `a file of rules`, and the page that says what it holds. */
  readonly what: string;
  readonly guide: string;
}

/** Reads a JSON file that may hold comments and commas at the end of lists. Throws: `UsageError` with the place of what is wrong. */
export function readCommentedJson<T>(option: string, path: string, kind: HandWritten<T>): T {
  if (!existsSync(path)) throw new UsageError(`${option} ${path} does not exist: name ${kind.what} (${kind.guide}).`);
  return parseCommentedJson(readFileSync(path, 'utf8'), path, kind);
}

/** The same of a text; `path` names it. */
export function parseCommentedJson<T>(text: string, path: string, { schema, what, guide }: HandWritten<T>): T {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [broken] = errors;
  if (broken) {
    const line = text.slice(0, broken.offset).split('\n').length;
    throw new UsageError(
      `${path}, line ${line}: ${printParseErrorCode(broken.error)}: write it as JSON with comments.`,
    );
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.length ? issue.path.map(String).join('.') : 'the file';
  throw new UsageError(`${path}: ${place}: ${issue?.message}: see ${guide} for what ${what} holds.`);
}
