import { describe, expect, it } from 'vitest';
import { createProgress, duration } from './progress.ts';

function sink(isTTY: boolean, columns?: number) {
  const written: string[] = [];
  return {
    written,
    isTTY,
    columns,
    line: (text: string) => void written.push(`${text}\n`),
    live: (text: string, ends: boolean) => void written.push(`${text}${ends ? '\n' : ''}`),
  };
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
    expect(out.written.at(-2)).toContain('100/100');
    expect(out.written[24]).toContain('50/100 in 2.5 s');
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
    expect(out.written[0]).toBe('replay   1 % 1/100 in 1.0 s\n');
    expect(out.written[1]).toBe('replay  11 % 11/100 in 11 s, 1 min 29 s left\n');
    expect(out.written.join('')).toMatch(/^[ -~\n]*$/);
  });

  it.each([
    ['4 % done, however long it took', 4, 60_000],
    ['less than 5 s, however much is done', 50, 4900],
  ])('says no time left after %s', (_, done, tookMs) => {
    const out = sink(true, 80);
    let nowMs = 0;
    const progress = createProgress('replay', 100, out, () => nowMs);
    nowMs = tookMs;
    progress.update(done);
    expect(out.written[0]).toContain(`${done}/100`);
    expect(out.written[0]).not.toContain('left');
    nowMs = 60_200;
    progress.update(50);
    expect(out.written.at(-1)).toContain('1 min 00 s left');
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
