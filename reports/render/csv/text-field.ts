import { singleLine } from '../../present/single-line.ts';

// A spreadsheet runs what begins so, also after spaces or quotes, and in the full-width forms.
const FORMULA = /^[\s"'`]*[=+\-@|%\uff0b\uff0d\uff1d\uff20]/;

/** Text of a CSV field that is data wherever the file is opened: one that would run as a formula gets an apostrophe. */
export function textField(text: string): string {
  const line = singleLine(text);
  return FORMULA.test(line) ? `'${line}` : line;
}
