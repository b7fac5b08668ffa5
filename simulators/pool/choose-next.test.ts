import { describe, expect, it } from 'vitest';
import { freeOperator, nextCase } from './choose-next.ts';
import type { PoolSettings } from './pool-settings.ts';
import { openPool, type PooledCase } from './pool-state.ts';
import { plainPool, testStreams } from './test-pool.ts';

const poolOf = (settings: Partial<PoolSettings> = {}) =>
  openPool(
    plainPool({ operators: 3, sessionsPerOperator: 2, arrivals: { kind: 'at', timesMs: [] }, ...settings }),
    testStreams('choice'),
  );

const waiting = (waitingSinceMs: number, waitedMs = 0): PooledCase => ({ waitingSinceMs, waitedMs }) as PooledCase;

describe('an operator for a session that is nobody’s', () => {
  it('is one with the fewest sessions, of these the one idle for longest, of these the first', () => {
    const pool = poolOf();
    const [first, second, third] = pool.operators as [
      (typeof pool.operators)[number],
      (typeof pool.operators)[number],
      (typeof pool.operators)[number],
    ];
    expect(freeOperator(pool)).toBe(first);
    first.idleSinceMs = 300;
    second.idleSinceMs = 100;
    third.idleSinceMs = 200;
    expect(freeOperator(pool)).toBe(second);
    second.open = 1;
    expect(freeOperator(pool)).toBe(third);
  });

  it('is none who is at work or has no room, unless sessions are anybody’s after each hand-off', () => {
    for (const ownership of ['case', 'hand-off'] as const) {
      const pool = poolOf({ ownership });
      for (const operator of pool.operators) operator.open = 2;
      expect(freeOperator(pool)).toBe(ownership === 'case' ? null : pool.operators[0]);
      for (const operator of pool.operators) operator.current = waiting(0);
      expect(freeOperator(pool)).toBeNull();
    }
  });
});

describe('the session that an operator takes next', () => {
  const chosen = (
    settings: Partial<PoolSettings>,
    own: readonly PooledCase[],
    fresh: readonly PooledCase[],
    open = 1,
  ) => {
    const pool = poolOf(settings);
    const [operator] = pool.operators;
    if (!operator) throw new Error('The pool has no operator.');
    operator.open = open;
    for (const one of own) operator.waiting.add(one);
    for (const one of fresh) pool.waiting.add(one);
    return nextCase(pool, operator);
  };
  // The clock stands at 0: what waits since −30 has waited for 30.
  const [long, short, oftenAsked] = [waiting(-30), waiting(-10), waiting(-5, 100)];

  it('is the one that waits for longest, own or nobody’s; of two as long the own', () => {
    expect(chosen({}, [short], [long])).toBe(long);
    expect(chosen({}, [long], [short])).toBe(long);
    const other = waiting(-30);
    expect(chosen({}, [long], [other])).toBe(long);
    expect(chosen({}, [], [])).toBeNull();
  });

  it('counts earlier waits where the order says so', () => {
    expect(chosen({ order: 'most-waited' }, [long], [oftenAsked])).toBe(oftenAsked);
    expect(chosen({ order: 'most-waited' }, [long, oftenAsked], [])).toBe(oftenAsked);
    expect(chosen({ order: 'fifo' }, [long], [oftenAsked])).toBe(long);
  });

  it('is nobody’s only where there is room', () => {
    expect(chosen({}, [short], [long], 2)).toBe(short);
    expect(chosen({ ownership: 'hand-off' }, [short], [long], 2)).toBe(long);
  });
});
