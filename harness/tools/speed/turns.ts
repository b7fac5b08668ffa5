import { wallClockMs } from '../../runner/wall-clock.ts';
import { medianOf } from '../../shared/numbers.ts';

/** Something whose speed is measured. */
export interface Work {
  /** What it needs anew each time and is not timed. */
  readonly prepare?: () => void | Promise<void>;
  /** Does its work once and says how many steps that was. */
  readonly run: () => number | Promise<number>;
}

export interface Speeds {
  /** Steps per second of each work: the median over the rounds. */
  readonly stepsPerSecond: readonly number[];
  /** For each work the ratio of its speed to the first one's, within a round; median over the rounds. */
  readonly overFirst: readonly number[];
}

/** Lets works take turns, so that a machine whose speed drifts does so for all of them. */
export async function takeTurns(works: readonly Work[], rounds: number): Promise<Speeds> {
  for (const work of works) {
    await work.prepare?.();
    await work.run();
  }
  const speeds: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    const row: number[] = [];
    for (const work of works) {
      await work.prepare?.();
      const start = wallClockMs();
      const steps = await work.run();
      row.push((1000 * steps) / (wallClockMs() - start));
    }
    speeds.push(row);
  }
  return {
    stepsPerSecond: works.map((_, i) => medianOf(speeds.map((row) => row[i] ?? Number.NaN))),
    overFirst: works.map((_, i) => medianOf(speeds.map((row) => (row[i] ?? Number.NaN) / (row[0] ?? Number.NaN)))),
  };
}
