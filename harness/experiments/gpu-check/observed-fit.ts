import { observingSteps } from '../../../policies/networks/training/observe-steps.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { TimeLimit } from './time-limit.ts';

/** Steps that a trainer was asked for together, and how long it took. */
interface HandOver {
  readonly steps: number;
  readonly ms: number;
}

/** What a training did, step by step. */
export interface ObservedFit<T> {
  readonly losses: readonly number[];
  readonly handOvers: readonly HandOver[];
  /** Null where the training was ended early. */
  readonly made: T | null;
}

/** Ends after `most` steps, unless that is null. */
export interface Watching {
  readonly most: number | null;
  readonly limit: TimeLimit;
}

/** Trains and writes down each step. Throws: as the training does; `TimeIsOver`. */
export async function observedFit<T>(fit: () => Promise<T>, { most, limit }: Watching): Promise<ObservedFit<T>> {
  const losses: number[] = [];
  const handOvers: HandOver[] = [];
  const enough = new Error('enough steps were seen');
  const fitted = observingSteps(async (_provider, work) => {
    limit.check();
    const startMs = wallClockMs();
    const made = await work();
    handOvers.push({ steps: made.length, ms: wallClockMs() - startMs });
    losses.push(...made);
    if (most !== null && losses.length >= most) throw enough;
    return made;
  }, fit);
  const made = await fitted.catch((error: unknown) => {
    if (error === enough) return null;
    throw error;
  });
  return { losses, handOvers, made };
}

/** Share of the first steps left out of a speed: a device compiles its programs in them. */
const WARM_UP = 0.1;

/**
 * Steps a second over the first steps that two runs have in common, but for the first tenth, and the first that were
 * asked for together: a device compiles its programs in them, and how long each of several took is not known. Null:
 * nothing is left.
 */
export function stepsPerSecond({ handOvers }: Pick<ObservedFit<unknown>, 'handOvers'>, steps: number): number | null {
  let before = 0;
  const counted = handOvers.filter((one) => {
    const isWarm = before >= steps * WARM_UP && before < steps;
    before += one.steps;
    return isWarm;
  });
  return counted.length === 0 ? null : (1000 * sumOf(counted, (one) => one.steps)) / sumOf(counted, ({ ms }) => ms);
}

/** The largest |a − b| / |b| over the steps that both runs made. */
export function largestDifference(found: readonly number[], expected: readonly number[]): number {
  const steps = Math.min(found.length, expected.length);
  let most = 0;
  for (let i = 0; i < steps; i++)
    most = Math.max(most, Math.abs(found[i]! - expected[i]!) / Math.max(Math.abs(expected[i]!), 1e-9));
  return most;
}
