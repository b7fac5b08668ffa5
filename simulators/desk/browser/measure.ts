import type { Catalog } from '../../../harness/contract/catalog.ts';
import type { Session } from '../../../harness/contract/session.ts';
import { playSideBySide } from '../play-side-by-side.ts';
import { type BrowserDesks, type BrowserInput, openBrowserDesks } from './browser-desk.ts';
import { type DriverSpeeds, speedsOf } from './driver-speeds.ts';
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

/**
 * Measures how fast logged sessions replay in the browser, the ways of acting taking turns so that a
 * machine that drifts does so for all of them.
 */
export async function measureDrivers(options: DriverMeasuring): Promise<DriverSpeeds> {
  // In the order in which `speedsOf` takes their speeds.
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
    return speedsOf(rounds);
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
