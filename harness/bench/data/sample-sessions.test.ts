import { describe, expect, it } from 'vitest';
import type { Session } from '../../contract/session.ts';
import { SliceState } from '../../deployment/slice-state.ts';
import { sampleSessions } from './sample-sessions.ts';

const SHARE = 0.15;
const COUNT = 4000;
const KEPT = 1000;

const sessions = Array.from({ length: COUNT }, (_, at) => ({ id: `s${at}` }) as Session);

/** A slice that is automated, but for a sample of its sessions. */
function automated(seed: string): SliceState {
  const rules = { sampleShare: SHARE, meanRun: 100, returnRate: 0 } as const;
  const state = new SliceState('slice', 'selective', 0, {
    seed,
    monitors: [],
    rules: {
      ...rules,
      minLogged: 1,
      minSupport: 1,
      minPassing: 0,
      calibrationDays: 0,
      roundDays: 1,
      shifts: 1,
      memorySessions: 1,
    },
  });
  return state;
}

describe('the sessions that are played', () => {
  it.each(['1', '2', '7'])('are drawn apart from those that stay with operators, seed %s', (seed) => {
    const state = automated(seed);
    const played = sampleSessions(sessions, seed, KEPT);
    const stay = (list: readonly Session[]) => list.filter((session) => state.armOf(session) === 'copilot').length;
    const sd = Math.sqrt(SHARE * (1 - SHARE) * KEPT * (1 - KEPT / COUNT));
    expect(Math.abs(stay(played) - (stay(sessions) * KEPT) / COUNT)).toBeLessThan(4 * sd);
    expect(Math.abs(stay(sessions) - SHARE * COUNT)).toBeLessThan(4 * Math.sqrt(SHARE * (1 - SHARE) * COUNT));
  });

  it('are the same for the same seed and others for another', () => {
    const ids = (seed: string) => sampleSessions(sessions, seed, 50).map(({ id }) => id);
    expect(ids('1')).toEqual(ids('1'));
    expect(ids('1')).not.toEqual(ids('2'));
    expect(sampleSessions(sessions, '1', null)).toBe(sessions);
  });
});
