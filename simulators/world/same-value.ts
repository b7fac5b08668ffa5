import { comparableText } from '../../harness/contract/text.ts';

/** Whether two values are the same as actions are compared by: a desk that holds `mark` has what `Mark` asks for. */
export function isSameValue(a: string | undefined, b: string | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && comparableText(a) === comparableText(b));
}
