import { describe, expect, it } from 'vitest';
import { createProgress, duration } from './progress.ts';

function sink(isTTY: boolean, columns?: number) {
  const written: string[] = [];
  return { written, isTTY, columns, write: (text: string) => written.push(text) };
}

describe('progress', () => {
  it('on a terminal is one line that is written over, not too often, and ends the line once', () => {
    const out = sink(true, 60);
    let nowMs = 0;
    const progress = createProgress('replay', 100, out, () => nowMs);
    for (let done = 1; done <= 100; done++) {
      nowMs += 50;
      progress.update(done);
    }
    progress.finish('2 crashed');
    expect(out.written.length).toBeLessThan(55);
    expect(out.written.filter((text) => text.includes('\n'))).toHaveLength(1);
    expect(out.written.every((text) => text.startsWith('\r'))).toBe(true);
    expect(out.written.at(-2)).toContain('100/100');
    expect(out.written[24]).toContain('50/100 in 2.5 s, 2.5 s left');
    expect(out.written.at(-1)).toContain('2 crashed');
  });

  it('elsewhere is a plain line now and then, without control characters', () => {
    const out = sink(false);
    let nowMs = 0;
    const progress = createProgress('replay', 100, out, () => nowMs);
    for (let done = 1; done <= 100; done++) {
      nowMs += 1000;
      progress.update(done);
    }
    progress.finish();
    expect(out.written).toHaveLength(11);
    expect(out.written[0]).toBe('replay  10 % 10/100 in 10 s, 1 min 30 s left\n');
    expect(out.written.join('')).toMatch(/^[ -~\n]*$/);
  });

  it('cuts a line that the terminal cannot hold', () => {
    const out = sink(true, 30);
    createProgress('a label that is far too long for this', 10, out, () => 0).finish();
    expect(out.written[0]?.split('\u001b')[0]?.length).toBeLessThanOrEqual(30);
  });

  it('says durations as people do', () => {
    expect([0, 420, 12_400, 59_700, 185_000, 7_800_000].map(duration)).toEqual([
      '0.0 s',
      '0.4 s',
      '12 s',
      '1 min 00 s',
      '3 min 05 s',
      '2 h 10 min',
    ]);
  });
});
