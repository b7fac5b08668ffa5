import { perText } from './remember.ts';

/** A slot of a template, `{name}` or `{name:kind}`, or the name in brackets that stands where nothing filled it. */
const HOLE = /\{\s*[\p{L}_][^{}\n]{0,79}\}|\[\s*[\p{L}_][^[\]\n]{0,79}\]/gu;
const SLOT = /\{[^{}]+\}/g;

/** Where a message still has a hole. */
export interface Hole {
  /** In UTF-16 code units from the message's start. */
  readonly at: number;
  /** The hole as it stands, brackets included. */
  readonly text: string;
}

/** Slots of a message that nobody filled: `{street}` as the template has it, or `[street]`. */
export function unfilledSlots(text: string): Hole[] {
  return [...text.matchAll(HOLE)].map((found) => ({ at: found.index, text: found[0] }));
}

/**
 * Whether a message still says what its canned reply says, whatever fills the slots; case and white space do not
 * count. A slot that is left out, or another word anywhere else, makes it the writer's own text.
 */
export function saysReply(text: string, template: string): boolean {
  const said = folded(text);
  const [first = '', ...rest] = wordings(template);
  const last = rest.pop();
  if (last === undefined) return said === first;
  if (!said.startsWith(first) || !said.endsWith(last)) return false;
  let at = first.length;
  for (const words of rest) {
    const next = afterFilling(said, words, at);
    if (next < 0) return false;
    at = next + words.length;
  }
  return said.slice(at, said.length - last.length).trim() !== '';
}

/** Where the words next stand with something in the slot before them; below 0 where they do not. */
function afterFilling(said: string, words: string, from: number): number {
  const filled = said.slice(from).search(/\S/);
  return filled < 0 ? -1 : said.indexOf(words, from + filled + 1);
}

/** As `comparableText`, with the spaces beside a slot left in their place. Each text is compared several times in a row. */
const folded = perText((text) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim(), 5000);

/** A template's words around its slots. */
const wordings = perText((template) => folded(template).split(SLOT), 5000);
