import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { ScoredAnswer } from '../../../harness/contract/calibrator.ts';
import { vennAbers } from '../venn-abers.ts';
import { levelsOf } from './levels.ts';
import { acceptedShare, lastAtMost, poolAdjacentViolators } from './pool-adjacent-violators.ts';

const answers = fc.array(
  fc.record({ score: fc.integer({ min: 0, max: 12 }).map((at) => at / 12), accepted: fc.boolean() }),
  { minLength: 1, maxLength: 40 },
);

/** The isotonic value at a score by the definition max over starts at or below it of min over ends at or above it. */
function byDefinition(list: readonly ScoredAnswer[], score: number): number {
  const scores = [...new Set(list.map((one) => one.score))];
  const mean = (from: number, to: number) => {
    const within = list.filter((one) => one.score >= from && one.score <= to);
    return within.filter(({ accepted }) => accepted).length / within.length;
  };
  const ends = (from: number) => Math.min(...scores.filter((to) => to >= score).map((to) => mean(from, to)));
  return Math.max(...scores.filter((from) => from <= score).map(ends));
}

describe('poolAdjacentViolators', () => {
  it('is the isotonic fit by its min-max definition', () => {
    fc.assert(
      fc.property(answers, (list) => {
        const blocks = poolAdjacentViolators(levelsOf(list));
        for (const { score } of list) {
          const block = blocks.find(({ highest }) => highest >= score)!;
          expect(acceptedShare(block)).toBeCloseTo(byDefinition(list, score), 12);
        }
        expect(blocks.every((block, at) => at === 0 || acceptedShare(block) > acceptedShare(blocks[at - 1]!))).toBe(
          true,
        );
        expect(blocks.reduce((sum, block) => sum + block.answers, 0)).toBe(list.length);
      }),
    );
  });

  it('pools a worked example', () => {
    // Shares 1, 0, 0, 1, 1 pool to ⅓ over the first three.
    const list = [1, 0, 0, 1, 1].map((accepted, at) => ({ score: at / 10, accepted: accepted === 1 }));
    expect(poolAdjacentViolators(levelsOf(list)).map(acceptedShare)).toEqual([1 / 3, 1]);
  });
});

describe('lastAtMost', () => {
  it('finds the place of a value', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: -1, max: 21 }), (list, value) => {
        const sorted = list.sort((a, b) => a - b);
        expect(lastAtMost(sorted, value)).toBe(sorted.filter((one) => one <= value).length - 1);
      }),
    );
  });
});

describe('vennAbers', () => {
  it('is the isotonic fit with the proposal added, once as each answer', () => {
    fc.assert(
      fc.property(answers, fc.integer({ min: 0, max: 24 }), (list, at) => {
        const score = at / 24;
        const pair = vennAbers(list)(score);
        for (const accepted of [false, true])
          expect(pair[accepted ? 'accepted' : 'rejected']).toBeCloseTo(
            byDefinition([...list, { score, accepted }], score),
            12,
          );
        expect(pair.rejected).toBeLessThan(pair.accepted);
      }),
      { numRuns: 200 },
    );
  });

  it('never falls as the score rises', () => {
    fc.assert(
      fc.property(answers, (list) => {
        const pairOf = vennAbers(list);
        for (let at = 1; at <= 50; at++) {
          const [before, after] = [pairOf((at - 1) / 50), pairOf(at / 50)];
          expect(after.rejected).toBeGreaterThanOrEqual(before.rejected);
          expect(after.accepted).toBeGreaterThanOrEqual(before.accepted);
        }
      }),
    );
  });

  it('is calibrated, where the answer picks its own of the two probabilities, even from twelve answers', () => {
    // Validity: E[accepted | p] = p for p the pair's member of the true answer. Looked at in four bins of p.
    const random = seedrandom('valid');
    const bins = Array.from({ length: 4 }, () => ({ count: 0, p: 0, accepted: 0 }));
    const draw = (): ScoredAnswer => {
      const score = Math.floor(random() * 20) / 20;
      return { score, accepted: random() < 0.9 * score ** 2 };
    };
    for (let run = 0; run < 20_000; run++) {
      const list = Array.from({ length: 12 }, draw);
      const { score, accepted } = draw();
      const p = vennAbers(list)(score)[accepted ? 'accepted' : 'rejected'];
      const bin = bins[Math.min(3, Math.floor(p * 4))]!;
      bin.count++;
      bin.p += p;
      if (accepted) bin.accepted++;
    }
    for (const { count, p, accepted } of bins) {
      expect(count).toBeGreaterThan(500);
      expect(Math.abs(p - accepted) / count).toBeLessThan((4 * 0.5) / Math.sqrt(count));
    }
  });
});
