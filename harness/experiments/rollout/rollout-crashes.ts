import { metric as goalReached } from '../../../reports/metrics/goal-reached.ts';
import { metric as sessionAutomation } from '../../../reports/metrics/session-automation.ts';
import { boundsOf, type Crashes } from '../../bench/report/crashes.ts';
import type { DaySummary } from '../../bench/rounds/summarise-rollout.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { PlayedRepeat } from './play-repeat.ts';

/** What crashed in each rollout, over all its days, and how far that could move its shares of sessions. */
export function rolloutCrashes(repeats: readonly Pick<PlayedRepeat, 'seed' | 'days' | 'crashed'>[]): Crashes[] {
  return repeats.flatMap(({ seed, days, crashed }, at): Crashes[] => {
    if (crashed.length === 0) return [];
    const total = (of: (day: DaySummary) => number) => sumOf(days, (day) => of(day));
    const played = total(({ sessions }) => sessions);
    const bounds = [
      { ...sessionAutomation, count: total(({ automated }) => automated) },
      { ...goalReached, count: total(({ reached }) => reached) },
    ].map(({ name, title, count }) => boundsOf(name, title, 'share', sharesOf(count, played), crashed.length));
    const where = `rollout ${at + 1}, seed "${seed}"`;
    return [{ where, requested: played + crashed.length, sessions: crashed, bounds: new Map(bounds) }];
  });
}

/** So many of the sessions, as sums: each session counts once. */
const sharesOf = (count: number, sessions: number) => ({
  numerators: Array.from({ length: sessions }, (_, at) => (at < count ? 1 : 0)),
  denominators: new Array<number>(sessions).fill(1),
});
