import { comparableText } from '../../harness/contract/text.ts';

const REQUEST = /\b(please (tell|give|describe|name|say)|tell me|may i|could you|can you|i need)\b/;
const COURTESY = /^(hello|hi|hey|good (morning|afternoon|evening)|welcome|thank|thanks|bye|good ?bye)\b/;

/** Whether a message asks for something or is a courtesy, so that it does no lasting harm where it is needless. */
export function isHarmless(text: string): boolean {
  const plain = comparableText(text);
  return plain.includes('?') || REQUEST.test(plain) || (COURTESY.test(plain) && plain.length < 60);
}

/** Whether two texts share at least half of their words: the same message, mistyped or put a little differently. */
export function isAlike(a: string, b: string): boolean {
  const [left, right] = [words(a), words(b)];
  const common = [...left].filter((word) => right.has(word)).length;
  return common > 0 && common * 2 >= left.size + right.size - common;
}

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

function words(text: string): Set<string> {
  return new Set(comparableText(text).match(/[\p{L}\p{N}]+/gu) ?? []);
}
