import { replyRole } from '../../../harness/contract/reply-role.ts';

/** What a customer says where the log has no words for it. `{value}` is what it is about. */
const SAYINGS = {
  /** Asked again for what was said before. */
  again: ['I told you already: {value}', 'As I said before: {value}', 'Once more, then: {value}'],
  /** Asked for a fact in a way that the case did not have. */
  fact: ['It is {value}.', '{value}.', 'That would be {value}.'],
  /** Asked for what the customer does not know. */
  unknown: ['I do not know.', 'I can not tell you that.', 'I am not sure what that has to do with it.'],
  /** A misstated value put right. */
  correction: [
    'Sorry, I gave you a wrong one. It is {value}.',
    'Oh, my mistake: {value}.',
    'No, wait. It must be {value}.',
  ],
  /** A value taken back. */
  newMind: [
    'I have thought about it: make it {value}, please.',
    'Actually, {value} would be better.',
    'Can we change that? I would rather have {value}.',
  ],
  complaint: ['That can not be right.', 'What? That is not what I asked for.', 'I do not think that this is correct.'],
  leaving: ['This leads nowhere. I am leaving.', 'Forget it, I will go somewhere else.', 'I have had enough. Goodbye.'],
} as const;

/** One of the sayings, the same for the same number: what is said must not cost a draw. */
export function say(saying: keyof typeof SAYINGS, number: number, value = ''): string {
  const texts = SAYINGS[saying];
  return (texts[number % texts.length] as string).replace('{value}', () => value);
}

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

/** Whether a message wants an answer, whatever else it says. */
export function asksSomething(text: string): boolean {
  return text.includes('?') || replyRole(text) === 'ask';
}
