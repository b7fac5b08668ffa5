import { describe, expect, it } from 'vitest';
import { judgeClaims } from './judge-claims.ts';

const NONE = { estimate: null, low: null, high: null };
const SESSIONS = 600;

/** A point of which only the change of goals reached is known. */
const quality = (
  low: number | null,
  high: number | null,
  estimate = low === null ? null : (low + (high ?? 0)) / 2,
) => ({
  sessions: SESSIONS,
  automated: NONE,
  saved: NONE,
  goalChange: { estimate, low, high },
});

describe('quality that stays within 2 points', () => {
  it.each([
    [-0.019, 0.01, 'holds'],
    [-0.021, 0.05, 'undecided'],
    [0.01, 0.05, 'holds'],
    [-0.05, -0.019, 'undecided'],
    [-0.05, -0.021, 'fails'],
    [null, null, 'undecided'],
  ] as const)('at one point is told by its interval, from %d to %d: %s', (low, high, standing) => {
    expect(judgeClaims('quality', [quality(low, high)])[0]?.standing).toBe(standing);
  });

  it('says how many sessions would decide: a deviation of .245 just decides at 600 where nothing is lost', () => {
    const half = (1.9639 * 0.245) / Math.sqrt(SESSIONS);
    const [seen] = judgeClaims('quality', [quality(-half, half)]);
    expect(seen?.standing).toBe('holds');
    const [near] = judgeClaims('quality', [quality(-half - 0.005, half - 0.005)]);
    // A loss of half a point leaves 1.5 points: (2.8 × .245 / .015)² = 2,094.
    expect(near).toEqual({ standing: 'undecided', sessionsToDecide: 2100 });
  });
});

it('among points of which nothing is known by themselves, one that just holds alone is undecided', () => {
  const point = (estimate: number) => ({
    ...quality(null, null),
    automated: { estimate, low: estimate - 0.04, high: estimate + 0.04 },
  });
  expect(judgeClaims('automated', [point(0.495)])[0]?.standing).toBe('holds');
  const many = [0.495, 0.44, 0.46, 0.45, 0.47, 0.43].map(point);
  const judged = judgeClaims('automated', many);
  expect(judged.map(({ standing }) => standing)).toEqual(Array(6).fill('undecided'));
  expect(judged[0]?.sessionsToDecide).toBeGreaterThan(SESSIONS);
  // Where half of the points are clear, the same one stands.
  const clear = judgeClaims('automated', [0.495, 0.6, 0.61, 0.63, 0.2, 0.44].map(point));
  expect(clear.map(({ standing }) => standing)).toEqual(['holds', 'holds', 'holds', 'holds', 'fails', 'undecided']);
});
