/** What a customer says where the log has no words for it. `{value}` is what it is about. */
export const SAYINGS = {
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
