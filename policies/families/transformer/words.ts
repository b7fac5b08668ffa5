/** An id as words: `send_text hotel_ask_name` → `hotel ask name`, without the kind. */
export function wordsOfTarget(target: string): string {
  return wordsOfId(target.slice(target.indexOf(' ') + 1));
}

/** An id or name as lower-case words. */
export function wordsOfId(id: string): string {
  return id
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/[_\-/:.]+/g, ' ')
    .trim()
    .toLowerCase();
}

/** What stands for an action in what the network knows by heart: which of several results is taken is no part of it. */
export function identityOf(target: string): string {
  return target.replace(/^(click_control result):.*$/, '$1');
}

/** Chat text as the network reads it. */
export function plainText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
