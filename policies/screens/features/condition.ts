import { perText } from '../../../harness/contract/remember.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { wordsOf } from './ngrams.ts';

const BAD =
  /\b(?:not|no|un\p{L}+|fail\p{L}*|conflict\p{L}*|cannot|can't|sorry|errors?|den(?:y|ied)|reject\p{L}*|declin\p{L}*|invalid|too|must|wrong|missing|another|different)\b/iu;
const MISSING = /\b(?:must|missing|requir\p{L}*|provide|incomplete)\b/iu;
const YES = new Set('yes yeah yep yup sure ok okay correct right please absolutely definitely exactly'.split(' '));
const NO = new Set("no nope nah not don't dont never wrong incorrect".split(' '));

type Meaning = 'good' | 'bad' | 'missing' | 'yes' | 'no' | null;

const meanings = perText<{ readonly meaning: Meaning }>((name) => {
  const plain = name.toLowerCase().replaceAll('_', ' ');
  if (/\b(?:missing|incomplete)/.test(plain)) return { meaning: 'missing' };
  if (/\b(?:un|not |in(?:valid))|fail|error|reject|declin|denied/.test(plain)) return { meaning: 'bad' };
  if (/succe|availab|found|confirmed|valid|approved/.test(plain)) return { meaning: 'good' };
  if (/^(?:yes|correct|agree|accept)/.test(plain)) return { meaning: 'yes' };
  return { meaning: /^(?:no|incorrect|disagree|refuse)$/.test(plain) ? 'no' : null };
});

/**
 * Whether a named condition of a flow chart holds, judged from the last result or the customer's last turn; null where
 * its name or the screen does not tell.
 */
export function conditionHolds(condition: string, screen: Screen): boolean | null {
  const { meaning } = meanings(condition);
  if (meaning === null) return null;
  if (meaning === 'yes' || meaning === 'no') {
    const said = answerOf(screen);
    return said === null ? null : said === meaning;
  }
  const result = screen.results.at(-1);
  if (!result) return null;
  const { missing, bad, none } = statuses(result.status ?? '');
  if (meaning === 'missing') return missing;
  return (meaning === 'bad') === (bad || result.total === 0 || (none && result.items.length === 0));
}

/** What a result's status says. */
const statuses = perText((status) => ({
  missing: MISSING.test(status),
  bad: BAD.test(status),
  none: status === '',
}));

/** What the customer's messages since the desk last wrote say to a question: `yes`, `no`, or null for neither or both. */
export function answerOf(screen: Screen): 'yes' | 'no' | null {
  let said = 0;
  for (let at = screen.messages.length - 1; at >= 0 && screen.messages[at]!.author === 'customer'; at--)
    said |= answers(screen.messages[at]!.text);
  return said === SAID.yes ? 'yes' : said === SAID.no ? 'no' : null;
}

const SAID = { yes: 1, no: 2 } as const;

/** Both answers that a text gives, added up. */
const answers = perText((text) => {
  const words = wordsOf(text);
  return (words.some((word) => YES.has(word)) ? SAID.yes : 0) + (words.some((word) => NO.has(word)) ? SAID.no : 0);
});
