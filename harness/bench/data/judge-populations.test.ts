import { describe, expect, it } from 'vitest';
import { againstValue } from '../../../reports/stats/against-value.ts';
import { correctedWords, judgedTally, judgedWords, judgeOver } from './judge-populations.ts';

const WORDS = { more: 'above 1', less: 'below 1' };
/** A figure that lies so many standard errors of .1 above 1. */
const at = (errors: number) => {
  const estimate = 1 + errors / 10;
  return againstValue({ estimate, low: estimate - 0.196, high: estimate + 0.196 }, 1, 1e6);
};

describe('comparisons over populations', () => {
  it('of one population are told as they are, and with the sessions that would decide', () => {
    const [above, below, none] = judgeOver([[at(9)], [at(-9)], [at(1)]], 'holm');
    expect(judgedWords(above!, WORDS)).toBe('above 1');
    expect(judgedWords(below!, WORDS)).toBe('below 1');
    // One standard error of 1e6 sessions: 2.8² times as many for one comparison; it is the last of its family.
    expect(judgedWords(none!, WORDS)).toBe('undecided, 7,900,000 sessions would decide');
    const [unknown] = judgeOver([[againstValue({ estimate: null, low: null, high: null }, 1, 0)]], 'holm');
    expect(judgedWords(unknown!, WORDS)).toBe('undecided, no number of sessions known to decide');
  });

  it('of several are counted: agreement is that of all', () => {
    const judged = judgeOver(
      [
        [at(9), at(8)],
        [at(9), at(0.5)],
        [at(9), at(-9)],
        [at(-7), at(-7)],
      ],
      'holm',
    );
    expect(judged.map(({ more, less }) => [more, less])).toEqual([
      [2, 0],
      [1, 0],
      [1, 1],
      [0, 2],
    ]);
    expect(judgedWords(judged[1]!, WORDS, 'runs')).toMatch(
      /^above 1 in 1, below 1 in 0 and undecided in 1 of 2 populations \([\d,]+ runs in each would decide it\)$/,
    );
    expect(judgedTally(judged)).toMatchObject({ more: 1, less: 1, undecided: expect.stringMatching(/^2 \(/) });
    expect(correctedWords(judged, 'holm')).toBe('corrected for being 8 (Holm)');
    expect(correctedWords(judged.slice(0, 0), 'false-discovery')).toBe('');
  });

  it('are one family: what is apart by itself need not be among many, in whatever population they were made', () => {
    expect(judgeOver([[at(2.3)]], 'holm')[0]?.more).toBe(1);
    const many = judgeOver(
      [
        [at(2.3), at(0.1), at(0.2)],
        [at(-0.3), at(0.4)],
      ],
      'holm',
    );
    expect(many.map(({ more, less }) => more + less)).toEqual([0, 0]);
    // False discovery lets through what Holm does not, where much is clear.
    const rows = [[at(9)], [at(9)], [at(9)], [at(2.1)], [at(2.1)]];
    expect(judgeOver(rows, 'holm').filter(({ more }) => more > 0)).toHaveLength(3);
    expect(judgeOver(rows, 'false-discovery').filter(({ more }) => more > 0)).toHaveLength(5);
  });
});
