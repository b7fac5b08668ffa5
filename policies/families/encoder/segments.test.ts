import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../../harness/contract/screen.ts';
import { screen } from '../../testing/small-desk.ts';
import { MARKS, MOST_SEGMENTS, marksOf, segmentsOf } from './segments.ts';

const said = (text: string): ChatMessage => ({ author: 'customer', text });
const parts = (one: Parameters<typeof screen>[0]) =>
  segmentsOf(screen(one)).map(({ part, age, text }) => `${part} ${age} ${text}`.trim());

describe('a screen in pieces', () => {
  it('begins with the start and the place, then tells the newest first; a canned reply once', () => {
    const messages: ChatMessage[] = [said('Hi'), { author: 'desk', text: 'May I have your name?' }, said('Ben')];
    const timeline = [{ kind: 'send_text' as const, target: 'send_text ask_name', values: {}, messageCount: 1 }];
    const found = parts({ messages, timeline });
    expect(found[0]).toBe('start 0');
    expect(found[1]).toMatch(/^procedure /);
    expect(found.slice(-3)).toEqual(['customer 0 Ben', 'action 1 ask name: May I have your name?', 'customer 2 Hi']);
  });

  it('tells with an action what it was given, and what was done', () => {
    const values = { customer_name: 'Ben' };
    const timeline = [{ kind: 'submit_form' as const, target: 'submit_form flight/book', values, messageCount: 0 }];
    const last = segmentsOf(screen({ messages: [], timeline })).at(-1)!;
    expect(last.text).toBe('flight book: customer name Ben');
    expect(last.target).toBe('submit_form flight/book');
  });

  it('loses the oldest where there are too many', () => {
    const messages = Array.from({ length: 40 }, (_, at) => said(`line ${at}`));
    const found = segmentsOf(screen({ messages }));
    expect(found).toHaveLength(MOST_SEGMENTS);
    expect(found.filter(({ part }) => part === 'customer')[0]?.text).toBe('line 39');
  });

  it('marks each piece with its part and its age, whatever the age', () => {
    const messages = Array.from({ length: 40 }, (_, at) => said(`line ${at}`));
    const marks = segmentsOf(screen({ messages })).map(marksOf);
    for (const [part, age] of marks) {
      expect(part).toBeLessThan(age);
      expect(age).toBeLessThan(MARKS);
    }
    expect(new Set(marks.map(String)).size).toBeGreaterThan(20);
  });
});
