import { describe, expect, it } from 'vitest';
import { checkWith, nightOf } from '../testing/nights.ts';
import { markdownNight } from './markdown-night.ts';

const flips = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...{ session: `s-${at}`, play: '', before: '1', now: '0', command: `show s-${at}` },
  }));
const failed = (at: number, more: Parameters<typeof checkWith>[0] = {}) =>
  checkWith({ title: `Check ${at}`, cell: '', verdict: 'FAIL', ...more });
const many = (count: number, more: Parameters<typeof checkWith>[0] = {}) =>
  Array.from({ length: count }, (_, at) => failed(at, more));
const count = (text: string, part: string) => text.split(part).length - 1;
/** What is said to be left out, the last line; null where all is there. */
const leftOut = (text: string) => /\nLeft out, since a comment holds so much only: (.*)\.\n$/.exec(text)?.[1] ?? null;

describe('a night in Markdown, where there is much of it', () => {
  it('names the five worst sessions of a check, with the command that shows the worst', () => {
    const text = markdownNight(nightOf([failed(1, { flips: flips(7), worse: 7 })]));
    expect(text.match(/^- s-\d/gm)).toEqual([0, 1, 2, 3, 4].map((at) => `- s-${at}`));
    expect(text).toContain('show s-0\n');
    expect(text).not.toContain('show s-1');
    expect(leftOut(text)).toBeNull();
  });

  it('drops what passed first, then sessions, and rows of the table last; what it drops it counts', () => {
    const texts = [200, 700, 900].map((length) =>
      markdownNight(nightOf([...many(100, { sentence: 'x'.repeat(length) }), checkWith({}), checkWith({})])),
    );
    expect(leftOut(texts[0]!)).toBeNull();
    for (const text of texts) expect(count(text, '\n| FAIL |')).toBe(100);
    expect(leftOut(texts[1]!)).toMatch(/^\d+ more lists of sessions$/);
    const dropped = Number(leftOut(texts[1]!)!.split(' ')[0]);
    expect(count(texts[1]!, '<summary>FAIL')).toBe(100 - dropped);
    const rows = markdownNight(nightOf(many(2000)));
    expect(leftOut(rows)).toMatch(/^[\d,]+ more checks, 1 more command, 2,000 more lists of sessions$/);
    expect(count(rows, '\n| FAIL |') + Number(leftOut(rows)!.split(' ')[0]!.replace(',', ''))).toBe(2000);
    for (const text of [texts[1]!, texts[2]!, rows]) expect(text.length).toBeGreaterThan(57_000);
  });

  it('keeps the command that judges again before what can be asked for by it', () => {
    const text = markdownNight(nightOf(many(90, { sentence: 'x'.repeat(900) }), { command: 'judge again' }));
    expect(leftOut(text)).toMatch(/lists of sessions$/);
    expect(text).toContain('judge again');
  });

  it('counts one that is left out as one', () => {
    const lengths = [800, 810, 820, 830, 840, 850, 860];
    const left = lengths.map((length) => leftOut(markdownNight(nightOf(many(60, { sentence: 'x'.repeat(length) })))));
    expect(left[0]).toBeNull();
    expect(left).toContain('1 more list of sessions');
  });

  it('says what each figure did, and that it did nothing only where no session moved', () => {
    const still = checkWith({ difference: { estimate: 0, low: -0.01, high: 0.01 } });
    const moved = (more: object) => markdownNight(nightOf([{ ...still, ...more }]));
    expect(moved({})).toContain('| none |');
    for (const more of [{ worse: 1 }, { better: 1 }]) expect(moved(more)).toContain('0.0\u202fpp [−1.0, 1.0]');
  });
});
