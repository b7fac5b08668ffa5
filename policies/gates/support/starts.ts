import type { Passed } from './threshold.ts';

/** Where walks start: the first rung, and then each rung with at least twice the examples of the start before. */
export function starts(rungs: readonly Passed[]): number[] {
  const found: number[] = [];
  for (const [index, rung] of rungs.entries()) {
    const before = found.at(-1);
    if (before === undefined || rung.passed >= 2 * rungs[before]!.passed) found.push(index);
  }
  return found;
}
