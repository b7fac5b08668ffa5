/**
 * The fact that a question is most likely after: the one whose name has most words in it. Of equals the longer name, as
 * it says more precisely what it is. Null where no name has a word in it.
 */
export function soughtFact(question: string, names: readonly string[]): string | null {
  const asked = new Set(wordsOf(question));
  let best: string | null = null;
  let most = 0;
  for (const name of names) {
    const words = wordsOf(name);
    const found = words.filter((word) => asked.has(word)).length;
    const weight = found === 0 ? 0 : found + words.length / 1000;
    if (weight > most) [best, most] = [name, weight];
  }
  return best;
}

/** Words of a name in any spelling: `order_number`, `OrderNumber`, `PIN`. */
function wordsOf(text: string): string[] {
  return (text.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+/gu) ?? []).map((word) => word.toLowerCase());
}
