import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePairs, type PairOfSums } from './compare-pairs.ts';
import { judge } from './judge-family.ts';
import { mcNemarMidP } from './mcnemar.ts';

/** Sessions that say yes or no in either run. */
function yesOrNo(
  outcomes: readonly (readonly [base: boolean, next: boolean])[],
  over: Partial<PairOfSums> = {},
): PairOfSums[] {
  return outcomes.map(([base, next], at) => ({
    id: `s${at}`,
    caseKey: `s${at}`,
    population: null,
    operator: null,
    base: { numerator: Number(base), denominator: 1 },
    next: { numerator: Number(next), denominator: 1 },
    ...over,
  }));
}

const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
const swapped = (pairs: readonly PairOfSums[]) => pairs.map((pair) => ({ ...pair, base: pair.next, next: pair.base }));

const pairs = fc
  .array(
    fc.record({
      steps: fc.integer({ min: 0, max: 9 }),
      base: fc.double({ min: 0, max: 1, noNaN: true }),
      next: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 2, maxLength: 40 },
  )
  .map((all) =>
    all.map(
      ({ steps, base, next }, at): PairOfSums => ({
        id: `s${at}`,
        caseKey: `c${at % 17}`,
        population: null,
        operator: null,
        base: { numerator: Math.floor(base * steps), denominator: steps },
        next: { numerator: Math.floor(next * steps), denominator: steps },
      }),
    ),
  );

describe('the difference between two runs', () => {
  it('against itself is unchanged, and shows nothing', () => {
    fc.assert(
      fc.property(pairs, (some) => {
        const same = some.map((pair) => ({ ...pair, next: pair.base }));
        const found = comparePairs(same, 'share', 'higher');
        expect(found).toMatchObject({ unchanged: true, rose: 0, fell: 0 });
        if (found.estimate !== null) expect(found.estimate).toBe(0);
        expect(['better', 'worse']).not.toContain(judge(found).verdict);
      }),
    );
  });

  it('turns its sign where the runs are swapped, and no verdict but its direction', () => {
    const opposite = { better: 'worse', worse: 'better', equivalent: 'equivalent', undecided: 'undecided' } as const;
    fc.assert(
      fc.property(pairs, (some) => {
        const [one, other] = [comparePairs(some, 'share', 'higher'), comparePairs(swapped(some), 'share', 'higher')];
        expect(other.rose).toBe(one.fell);
        expect(other.estimate ?? 0).toBeCloseTo(-(one.estimate ?? 0), 12);
        expect(other.low ?? 0).toBeCloseTo(-(one.high ?? 0), 12);
        expect(judge(other).verdict).toBe(opposite[judge(one).verdict]);
      }),
    );
  });

  it('is worse, and better, where it was made so', () => {
    const worse = yesOrNo([...times(100, [true, true] as const), ...times(30, [true, false] as const)]);
    expect(judge(comparePairs(worse, 'share', 'higher')).verdict).toBe('worse');
    expect(judge(comparePairs(worse, 'share', 'lower')).verdict).toBe('better');
    expect(judge(comparePairs(swapped(worse), 'share', 'higher')).verdict).toBe('better');
  });

  it('of two sessions decides nothing, and says how many would', () => {
    const found = judge(
      comparePairs(
        yesOrNo([
          [true, false],
          [true, true],
        ]),
        'share',
        'higher',
      ),
    );
    expect(found.verdict).toBe('undecided');
    expect(found.sessionsToDecide).toBeGreaterThan(2);
  });

  it('of ten thousand that differ, half each way, is equivalent, and of one way is certain', () => {
    const even = yesOrNo([...times(5000, [true, false] as const), ...times(5000, [false, true] as const)]);
    const found = comparePairs(even, 'share', 'higher');
    expect(found).toMatchObject({ estimate: 0, rose: 5000, fell: 5000, unchanged: false });
    expect(judge(found).verdict).toBe('equivalent');
    const oneWay = comparePairs(yesOrNo(times(10_000, [true, false] as const)), 'share', 'higher');
    expect(oneWay.estimate).toBe(-1);
    expect(oneWay.low).toBeGreaterThanOrEqual(-1);
    expect(judge(oneWay).verdict).toBe('worse');
  });

  it('gains no evidence by repeats of a case', () => {
    const once = yesOrNo([...times(4, [true, false] as const), ...times(4, [true, true] as const)]);
    const again = Array.from({ length: 20 }, (_, copy) =>
      once.map((pair) => ({ ...pair, id: `${pair.id} ${copy}` })),
    ).flat();
    const [few, many] = [comparePairs(once, 'share', 'higher'), comparePairs(again, 'share', 'higher')];
    expect(many.of).toBe(few.of);
    expect(many.low).toBeCloseTo(few.low ?? Number.NaN, 12);
    expect(judge(many).verdict).toBe('undecided');
  });

  it('counts exactly where few sessions differ in a yes or no', () => {
    for (const [gained, lost] of [
      [0, 5],
      [0, 4],
      [3, 9],
      [12, 12],
    ] as const) {
      const some = yesOrNo([
        ...times(gained, [false, true] as const),
        ...times(lost, [true, false] as const),
        ...times(60, [true, true] as const),
      ]);
      expect(comparePairs(some, 'share', 'higher').p).toBe(mcNemarMidP(gained, lost));
    }
  });

  it('counts no session by itself that shares its case', () => {
    const once = yesOrNo([...times(5, [true, false] as const), ...times(60, [true, true] as const)]);
    const twice = [...once, ...once].map((pair, at) => ({ ...pair, id: `s${at}` }));
    expect(comparePairs(twice, 'share', 'higher').p).toBeGreaterThan(2 * mcNemarMidP(0, 10));
  });

  it('takes the exact one while fewer than 25 sessions differ, of one case each, that say yes or no', () => {
    const exact = (gained: number, lost: number, over: Partial<PairOfSums> = {}) => {
      const some = yesOrNo([
        ...times(60, [true, true] as const),
        ...times(gained, [false, true] as const),
        ...times(lost, [true, false] as const),
      ]);
      const found = comparePairs([{ ...some[0]!, ...over }, ...some.slice(1)], 'share', 'higher');
      expect([found.rose, found.fell]).toEqual([gained, lost]);
      return found.p === mcNemarMidP(gained, lost);
    };
    expect([exact(20, 4), exact(21, 4), exact(4, 21), exact(30, 9)]).toEqual([true, false, false, false]);
    expect(exact(20, 4, { caseKey: 's1' })).toBe(false);
    const half = { numerator: 0.5, denominator: 1 };
    expect(exact(20, 4, { base: half, next: half })).toBe(false);
  });

  it('is no difference of nothing where as much is added of another whole', () => {
    const half = yesOrNo(times(9, [true, true] as const)).map((pair) => ({
      ...pair,
      next: { numerator: 1, denominator: 2 },
    }));
    expect(comparePairs(half, 'share', 'higher')).toMatchObject({ unchanged: false, fell: 9, estimate: -0.5 });
  });

  it('is of populations, or operators, where eight or more of them vary, and else of cases', () => {
    const all = yesOrNo(times(80, [true, false] as const));
    const within = (name: 'population' | 'operator', count: number) =>
      comparePairs(
        all.map((pair, at) => ({ ...pair, [name]: `${name} ${at % count}` })),
        'share',
        'higher',
      );
    expect(within('population', 8)).toMatchObject({ clusters: 'populations', of: 8 });
    expect(within('operator', 10)).toMatchObject({ clusters: 'operators', of: 10 });
    expect(within('population', 7)).toMatchObject({ clusters: 'sessions', of: 80 });
  });
});
