import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatMessage, Screen, TimelineEntry } from '../../../harness/contract/screen.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { screen, smallDeskExamples } from '../../testing/small-desk.ts';
import { itemMaker } from './item.ts';
import { createLexicon, learnLexicon, SPECIAL } from './lexicon.ts';
import { PARTS } from './sequence.ts';
import { serialiseScreen } from './serialise.ts';

const lexicon = createLexicon(learnLexicon(smallDeskExamples(40, 'train'), 600));
const LENGTHS = { screen: 64, candidate: 16 };

const said = (text: string): ChatMessage => ({ author: 'customer', text });
const sent = (text: string): ChatMessage => ({ author: 'desk', text });
const did = (target: string, messageCount: number, values = {}): TimelineEntry => ({
  kind: target.startsWith('send_text') ? 'send_text' : 'submit_form',
  target,
  values,
  messageCount,
});

/** Parts of the events in the order in which they stand, each once per age. */
function events(one: Screen): string[] {
  const { parts, ages } = serialiseScreen(one, lexicon, 200);
  const found: string[] = [];
  for (const [at, part] of parts.entries()) {
    const name = PARTS[part]!;
    if (!['customer', 'desk', 'action'].includes(name)) continue;
    const key = `${ages[at]} ${name}`;
    if (found.at(-1) !== key) found.push(key);
  }
  return found;
}

describe('a screen as tokens', () => {
  it('tells messages and actions as they happened, the newest first; a canned reply is its action alone', () => {
    const one = screen({
      messages: [said('Hi'), sent('May I have your name, please?'), said('Ben'), sent('One moment.')],
      timeline: [did('send_text ask_name', 1), did('submit_form flight/book', 3), did('send_text *', 3)],
    });
    expect(events(one)).toEqual(['0 action', '0 desk', '1 action', '2 customer', '3 action', '4 customer']);
  });

  it('keeps the newest and cuts the oldest, whatever the chat', () => {
    const chat = fc.array(fc.tuple(fc.boolean(), fc.string({ unit: 'grapheme', maxLength: 60 })), { maxLength: 30 });
    fc.assert(
      fc.property(chat, fc.integer({ min: 8, max: 64 }), (lines, length) => {
        const messages = lines.map(([customer, text]) => (customer ? said(text) : sent(text)));
        const whole = serialiseScreen(screen({ messages }), lexicon, 10_000);
        const cut = serialiseScreen(screen({ messages }), lexicon, length);
        expect(cut.tokens).toEqual(whole.tokens.slice(0, length));
        expect(cut.tokens[0]).toBe(SPECIAL.start);
        for (const token of cut.tokens) expect(token).toBeLessThan(lexicon.size);
      }),
    );
  });

  it('knows an action by heart only if it was shown, and reads the words of any', () => {
    const shown = serialiseScreen(screen({ timeline: [did('send_text ask_name', 0)] }), lexicon, 64).tokens;
    const unseen = serialiseScreen(screen({ timeline: [did('send_text ask_order', 0)] }), lexicon, 64).tokens;
    expect(shown.some((token) => token >= lexicon.firstAction)).toBe(true);
    expect(unseen.some((token) => token >= lexicon.firstAction)).toBe(false);
    expect(unseen).toContain(SPECIAL.unknownAction);
  });
});

describe('the newest result', () => {
  const agesOfResult = (text: string) => {
    const items = [{ Answer: 'the Air lock', Text: 'word '.repeat(60) }];
    const result = { form: 'trivia', items, total: 1, status: null, control: 'result:0', selected: false };
    const { parts, ages } = serialiseScreen(screen({ messages: [said(text)], results: [result] }), lexicon, 200);
    return ages.filter((_, at) => PARTS[parts[at]!] === 'result');
  };

  it('marks a value that the customer has just said, in whatever case and with whatever article', () => {
    expect(agesOfResult('An AIR lock!')).toContain(3);
    expect(agesOfResult('air locks')).not.toContain(3);
    expect(agesOfResult('')).not.toContain(3);
  });

  it('does not grow with a long value', () => {
    expect(agesOfResult('hello').length).toBeLessThan(50);
  });
});

describe('what is learned before training', () => {
  it('does not depend on the order of the examples, and holds nothing of others', () => {
    const examples = smallDeskExamples(10, 'train');
    expect(learnLexicon([...examples].reverse(), 600)).toEqual(learnLexicon(examples, 600));
    const secret = {
      ...examples[0]!,
      screen: screen({ messages: [said('xylophone xylophone'), said('a xylophone')] }),
    };
    const told = createLexicon(learnLexicon([...examples, secret], 600));
    const untold = createLexicon(learnLexicon(examples, 600));
    expect(untold.text('xylophone').length).toBeGreaterThan(told.text('xylophone').length);
  });
});

describe('items', () => {
  it('have one text, one row of facts and one of features for each candidate', () => {
    const make = itemMaker(lexicon, LENGTHS);
    for (const { screen: seen } of smallDeskExamples(5, 'test')) {
      const item = make(seen);
      expect(item.texts).toHaveLength(candidates(seen).length);
      expect(item.facts.length / item.texts.length).toBeGreaterThan(1);
      expect(item.features.every(Number.isFinite)).toBe(true);
    }
  });
});
