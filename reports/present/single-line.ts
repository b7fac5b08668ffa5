import { withoutLooseJoiners } from '../../harness/contract/printable.ts';
import { cleanLine } from '../../harness/contract/text.ts';

// Marks and invisible characters that the log format lets through, but that reorder or hide what a reader sees.
const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
// A terminal sequence goes whole, or its printable rest would stand in the text.
const TERMINAL_SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])|\u009b[0-?]*[ -/]*[@-~]/g;

/** Text as one line of what it looks like: no controls, terminal sequences, line breaks, reordering marks or loose joiners. */
export function singleLine(text: string): string {
  const clean = cleanLine(text.replace(TERMINAL_SEQUENCE, '').replace(INVISIBLE, ''));
  // The narrow space between a number and its unit stays: no line ends there.
  return withoutLooseJoiners(clean)
    .replace(/[^\S\u202f]+/g, ' ')
    .trim();
}
