/**
 * Text as a terminal or a CI service may get it, whoever wrote it: what would steer either of them is shown instead of
 * done. Every line that the program prints goes through here (`harness/runner/output.ts`).
 */

// Controls, marks that reorder or hide text, line separators, lone surrogates. Joiners are judged by where they stand.
const STEERING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|[\ud800-\udfff]/gu;

// Zero-width joiners belong between the letters, marks and pictures of one word, or after a mark that asks for one.
const LOOSE_JOINER =
  /[\u200c\u200d]{2,}|[\u200c\u200d](?:(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}].)|(?<!\p{M}.)(?![\p{L}\p{M}\p{Extended_Pictographic}]))/gu;

// Where a CI service reads its own commands: `::error::…` at the start of a line, `##[…]` and `##vso[…]` anywhere.
const LINE_START =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colour codes may stand before the command
  /^((?:\s|\u001b\[[\d;]*m)*):(?=:)/gm;
const ANYWHERE = /##(?=\w*\[)/g;

/** Output in which no line is a workflow command of a CI service. */
export function disarmCommands(output: string): string {
  return output.replace(LINE_START, '$1: ').replace(ANYWHERE, '## ');
}

/** Text without joiners that join nothing; those inside words stay, since words change without them. */
export function withoutLooseJoiners(text: string): string {
  return text.replace(LOOSE_JOINER, '');
}

/** Lines that can be printed: of controls only line feed and tab, and no workflow command. Others show as `\u001b`. */
export function printable(text: string): string {
  return disarmCommands(text.replace(STEERING, escaped).replace(LOOSE_JOINER, escapedAll));
}

/** The same on one line: a line feed of the text shows as `\n`, so that it cannot begin a line of its own. */
export function printableLine(text: string): string {
  return printable(text.replace(/\r?\n/g, '\\n').replaceAll('\t', '\\t'));
}

const SHORT: Readonly<Record<string, string>> = { '\r': '\\r', '\b': '\\b', '\u000b': '\\v', '\f': '\\f' };

function escaped(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return SHORT[character] ?? (code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`);
}

const escapedAll = (characters: string): string => [...characters].map(escaped).join('');
