import { comparableText } from '../../harness/contract/text.ts';

/** Whether a value stands in a text as a whole, not within another word or number. */
export function mentions(text: string, value: string): boolean {
  if (value.length < 2) return false;
  const [plain, sought] = [comparableText(text), comparableText(value)];
  for (let at = plain.indexOf(sought); at >= 0; at = plain.indexOf(sought, at + 1))
    if (!isWord(plain[at - 1]) && !isWord(plain[at + sought.length])) return true;
  return false;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
