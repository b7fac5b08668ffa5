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

  it('names the procedure and its screen, once where they are called alike; without one the subject', () => {
    const place = (procedure: object | null) => parts({ subject: 'Lost parcel', procedure: procedure as never })[1];
    const flight = { id: 'flight', title: 'Book a flight', screen: 'main' };
    expect(place({ ...flight, screenTitle: 'Seats' })).toBe('procedure 0 Book a flight: Seats');
    expect(place({ ...flight, screenTitle: 'Book a flight' })).toBe('procedure 0 Book a flight');
    expect(place(null)).toBe('procedure 1 Lost parcel');
  });

  it('tells how the newest result went, with the first six values of its first item', () => {
    const item = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`value_${at}`, `${at}`]));
    const older = { items: [{ a: '1' }], total: 1, status: 'old', selected: false };
    const results = (more: object) =>
      [older, { items: [item, { b: '2' }], total: null, status: null, selected: false, ...more }] as never;
    const told = (more: object, timeline: object[] = []) =>
      parts({ results: results(more), timeline: timeline as never, messages: [] }).find((one) =>
        one.startsWith('result'),
      );
    const values = 'value 0 0; value 1 1; value 2 2; value 3 3; value 4 4; value 5 5';
    expect(told({})).toBe(`result 1 result, 2; ${values}`);
    expect(told({ total: 0, status: 'Found', selected: true })).toBe(`result 1 Found, 0, selected; ${values}`);
    expect(told({ items: [] })).toBe('result 1 result, 0');
    const did = (kind: string) => ({ kind, target: kind, values: {}, messageCount: 0 });
    expect(told({ items: [] }, [did('close'), did('submit_form')])).toMatch(/^result 0 /);
    expect(told({ items: [] }, [did('submit_form'), did('close')])).toMatch(/^result 1 /);
    expect(parts({ results: [] }).some((one) => one.startsWith('result'))).toBe(false);
  });

  it('tells the last four case fields, the newest first', () => {
    const fields = Object.fromEntries(['a', 'b_c', 'd', 'e', 'f'].map((id) => [id, id.toUpperCase()]));
    expect(parts({ fields }).filter((one) => one.startsWith('field'))).toEqual([
      ...['field 0 f: F', 'field 1 e: E', 'field 2 d: D', 'field 3 b c: B_C'],
    ]);
  });

  it('calls an action without words or values by what its id says', () => {
    const timeline = [
      { kind: 'click_control' as const, target: 'click_control button:next', values: {}, messageCount: 0 },
    ];
    expect(segmentsOf(screen({ messages: [], timeline })).at(-1)!.text).toBe('button next');
  });
});
