import { expect, it } from 'vitest';
import type { HandOffPurpose } from '../../harness/contract/draw-names.ts';
import { attend } from './attend.ts';
import { testStreams } from './test-pool.ts';

const rng = (purpose: HandOffPurpose) => testStreams('attend')('session', 0, `${purpose} 0`);

it('an operator who comes back is slower until the way in is found: the work, and finding out what moved on, wear that off', () => {
  const settings = {
    resumption: { lagMs: [2000, 2000] as const, slowdown: 0.5, decayMs: 10_000 },
    // Always stale, or never.
    stale: { perMinute: 1e9, costMs: 5000 },
  };
  const slow = (doneMs: number) => 0.5 * 10_000 * (1 - Math.exp(-doneMs / 10_000));
  const returned = { resumed: true, waitedMs: 60_000 };
  expect(attend(8000, returned, settings, rng)).toEqual({ switchingMs: 2000 + 5000 + slow(13_000), stale: true });
  expect(attend(8000, { ...returned, waitedMs: 0 }, settings, rng)).toEqual({
    switchingMs: 2000 + slow(8000),
    stale: false,
  });
  expect(attend(8000, { ...returned, resumed: false }, settings, rng)).toEqual({ switchingMs: 5000, stale: true });
});
