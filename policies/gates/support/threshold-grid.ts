import type { Passed } from './threshold.ts';

/** Thresholds are tried at counts of passed examples that grow by this factor. */
const STEP = 1.05;

/**
 * The thresholds that are tested, strictest first: from `fewest` passed examples on, at growing counts, the loosest of
 * all last. Depends on the scores alone, never on who accepted: only then are they chosen before the tests.
 */
export function thresholdGrid(all: readonly Passed[], fewest: number): Passed[] {
  const rungs: Passed[] = [];
  for (const candidate of all)
    if (candidate.passed >= fewest && candidate.passed >= (rungs.at(-1)?.passed ?? 0) * STEP) rungs.push(candidate);
  // The loosest threshold of all is worth a test, however near the rung before.
  const last = all.at(-1);
  if (last && last.passed >= fewest && rungs.at(-1) !== last) rungs.push(last);
  return rungs;
}
