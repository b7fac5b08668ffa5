import type { Catalog } from '../../../harness/contract/catalog.ts';
import type { Session } from '../../../harness/contract/session.ts';
import { medianOf } from '../../../harness/shared/numbers.ts';
import { playSideBySide } from '../play-side-by-side.ts';
import { type BrowserDesks, type BrowserInput, openBrowserDesks } from './browser-desk.ts';
import type { LaunchBrowserOptions } from './launch.ts';

export interface DriverMeasuring extends LaunchBrowserOptions {
  readonly catalog: Catalog;
  /** Sessions to replay, each whole, again and again. */
  readonly sessions: readonly Session[];
  /** A clock in milliseconds, such as the one that the speed benchmark may read. */
  readonly now: () => number;
  /** How often the ways of acting take turns. Default: 5. */
  readonly rounds?: number;
  /** Shortest turn in milliseconds. Default: 1,500. */
  readonly turnMs?: number;
}

/** Steps per second by way of acting: the median over the rounds. */
export interface DriverSpeeds {
  readonly trusted: number;
  readonly locators: number;
  readonly reducer: number;
  readonly trustedTwoContexts: number;
  /** Ratios within a round, median over the rounds. */
  readonly trustedOverLocators: number;
  readonly trustedOverReducer: number;
  readonly twoContextsOverOne: number;
}

/**
 * Measures how fast logged sessions replay in the browser, the ways of acting taking turns so that a
 * machine that drifts does so for all of them.
 */
export async function measureDrivers(options: DriverMeasuring): Promise<DriverSpeeds> {
  const ways: readonly { input: BrowserInput; contexts: number }[] = [
    { input: 'trusted', contexts: 1 },
    { input: 'locators', contexts: 1 },
    { input: 'reducer', contexts: 1 },
    { input: 'trusted', contexts: 2 },
  ];
  const opened: BrowserDesks[] = [];
  try {
    for (const way of ways) opened.push(await openBrowserDesks(options.catalog, { ...options, ...way }));
    for (const desks of opened) await turn(desks, options, 300);
    const rounds: number[][] = [];
    for (let round = 0; round < (options.rounds ?? 5); round++) {
      const speeds: number[] = [];
      for (const desks of opened) speeds.push(await turn(desks, options, options.turnMs ?? 1500));
      rounds.push(speeds);
    }
    const speed = (way: number) => medianOf(rounds.map((speeds) => speeds[way] ?? Number.NaN));
    const ratio = (a: number, b: number) => medianOf(rounds.map((speeds) => (speeds[a] ?? 0) / (speeds[b] ?? 0)));
    return {
      trusted: speed(0),
      locators: speed(1),
      reducer: speed(2),
      trustedTwoContexts: speed(3),
      trustedOverLocators: ratio(0, 1),
      trustedOverReducer: ratio(0, 2),
      twoContextsOverOne: ratio(3, 0),
    };
  } finally {
    for (const desks of opened) await desks.close();
  }
}

/** Steps per second of all desks together in one turn; sessions that are begun are finished. */
async function turn({ desks }: BrowserDesks, { sessions, now }: DriverMeasuring, turnMs: number): Promise<number> {
  const start = now();
  const steps = await playSideBySide(desks, sessions, () => now() - start < turnMs);
  return (steps / (now() - start)) * 1000;
}
