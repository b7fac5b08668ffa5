import { createRng } from '../../../harness/shared/streams.ts';

/**
 * What a team has settled among itself: one uniform draw in [0, 1) for each (population, respect), the same for all
 * operators in every session. Another population settles things anew.
 */
export function teamDraws(population: string): (respect: string) => number {
  const drawn = new Map<string, number>();
  return (respect) => {
    let value = drawn.get(respect);
    if (value === undefined) {
      value = createRng('team', population, respect).next();
      drawn.set(respect, value);
    }
    return value;
  };
}
