import { describe, expect, it } from 'vitest';
import { createRng } from '../../harness/shared/streams.ts';
import { judge } from '../stats/judge-family.ts';
import { compareCritics } from './compare-critics.ts';
import { bestF1Threshold, type KnownScore, measureScores } from './score-measures.ts';

const rng = () => createRng('test');

/** Sessions of four suggestions; `skill` of 1 orders them rightly, 0 at random. */
function scores(skill: number, sessions = 80): KnownScore[] {
  const draw = createRng('test', 'scores');
  return Array.from({ length: sessions * 4 }, (_, i) => {
    const right = draw.next() < 0.7;
    return { session: `s${i >> 2}`, right, score: skill * (right ? 0.9 : 0.1) + (1 - skill) * draw.next() };
  });
}

describe('measureScores', () => {
  it('gives a perfect critic no excess risk, and everything its interval', () => {
    const measured = measureScores(scores(1), { threshold: 0.5, target: 0.9, rng, draws: 100 });
    expect(measured.f1.estimate).toBe(1);
    expect(measured.macro_f1.estimate).toBe(1);
    expect(measured.auroc.estimate).toBe(1);
    expect(measured.excess_aurc.estimate).toBeCloseTo(0, 1);
    expect(measured.normalised_aurc.estimate).toBeGreaterThan(0.7);
    expect(measured.coverage.low).toBeGreaterThan(0.6);
    expect(measured.brier.estimate).toBeCloseTo(0.01);
    const poor = measureScores(scores(0), { threshold: 0.5, target: 0.9, rng, draws: 100 });
    expect(poor.aurc.low).toBeGreaterThan(measured.aurc.high ?? 1);
  });

  it('says that a closed gate recalls nothing and has no precision', () => {
    const measured = measureScores(scores(1), { threshold: null, target: 0.9, rng, draws: 100 });
    expect(measured.precision).toMatchObject({ estimate: null, low: null, high: null, of: 0 });
    expect([measured.recall.estimate, measured.f1.estimate]).toEqual([0, 0]);
  });

  it('widens where sessions stand or fall together', () => {
    const apart = Array.from({ length: 200 }, (_, i) => ({ session: `s${i}`, right: i % 2 === 0, score: 0.5 }));
    const together = apart.map((one, i) => ({ ...one, session: `s${i % 10}` }));
    const width = (known: KnownScore[]) => {
      const { precision } = measureScores(known, { threshold: 0, target: 0.9, rng, draws: 200 });
      return (precision.high ?? 0) - (precision.low ?? 0);
    };
    expect(width(together)).toBeGreaterThan(2 * width(apart));
  });
});

it('bestF1Threshold passes what the held-out answers favour', () => {
  const answers = [0.9, 0.8, 0.3, 0.2].map((score, i) => ({ score, accepted: i < 2 }));
  expect(bestF1Threshold(answers)).toBe(0.8);
  expect(bestF1Threshold([])).toBeNull();
});

describe('compareCritics', () => {
  const contestant = (name: string, skill: number) => ({ name, known: scores(skill), threshold: 0.5 });

  it('tells a better critic from a worse one, each from its side', () => {
    const better = compareCritics(contestant('good', 0.9), contestant('poor', 0), rng, 100);
    expect(better.map(({ difference }) => judge(difference).verdict)).toEqual(['better', 'better']);
    const worse = compareCritics(contestant('poor', 0), contestant('good', 0.9), rng, 100);
    expect(worse.map(({ difference }) => judge(difference).verdict)).toEqual(['worse', 'worse']);
  });

  it('settles nothing between a critic and itself', () => {
    const same = compareCritics(contestant('one', 0.3), contestant('two', 0.3), rng, 100);
    expect(same.map(({ difference }) => judge(difference).verdict)).toEqual(['undecided', 'undecided']);
    expect(same[0]?.difference.estimate).toBe(0);
  });
});
