import type { Screen } from '../../../harness/contract/screen.ts';
import { TextCache } from './hash.ts';
import { wordsOf } from './ngrams.ts';

const BAD =
  /\b(?:not|no|un\p{L}+|fail\p{L}*|conflict\p{L}*|cannot|can't|sorry|errors?|den(?:y|ied)|reject\p{L}*|declin\p{L}*|invalid|too|must|wrong|missing|another|different)\b/iu;
const MISSING = /\b(?:must|missing|requir\p{L}*|provide|incomplete)\b/iu;
const YES = new Set('yes yeah yep yup sure ok okay correct right please absolutely definitely exactly'.split(' '));
const NO = new Set("no nope nah not don't dont never wrong incorrect".split(' '));

type Meaning = 'good' | 'bad' | 'missing' | 'yes' | 'no' | null;

const meanings = new TextCache<{ readonly meaning: Meaning }>((name) => {
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
  const { meaning } = meanings.get(condition);
  if (meaning === null) return null;
  if (meaning === 'yes' || meaning === 'no') {
    const said = answerOf(screen);
    return said === null ? null : said === meaning;
  }
  const result = screen.results.at(-1);
  if (!result) return null;
  const status = result.status ?? '';
  const empty = result.total === 0 || (result.items.length === 0 && status === '');
  const missing = MISSING.test(status);
  if (meaning === 'missing') return missing;
  return (meaning === 'bad') === (empty || BAD.test(status));
}

/** What the customer's messages since the desk last wrote say to a question: `yes`, `no`, or null for neither or both. */
export function answerOf(screen: Screen): 'yes' | 'no' | null {
  let [yes, no] = [false, false];
  for (let at = screen.messages.length - 1; at >= 0 && screen.messages[at]!.author === 'customer'; at--)
    for (const word of wordsOf(screen.messages[at]!.text)) {
      yes ||= YES.has(word);
      no ||= NO.has(word);
    }
  if (yes === no) return null;
  return yes ? 'yes' : 'no';
}
