import { medianOf } from '../../../harness/shared/numbers.ts';

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

/** What rounds come to, each the speeds of trusted input, locators, the reducer and trusted input in two contexts. */
export function speedsOf(rounds: readonly (readonly number[])[]): DriverSpeeds {
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
}
