import { observingSteps } from '../../../policies/networks/training/observe-steps.ts';
import type { Example, FitOptions, Policy, PolicyRecipe } from '../../contract/policy.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { sumOf } from '../../shared/numbers.ts';

/** What a recipe's training did, step by step. */
export interface ObservedFit {
  readonly losses: readonly number[];
  /** Duration of each step. */
  readonly stepMs: readonly number[];
  /** Null where the training was ended early. */
  readonly policy: Policy | null;
}

/** Trains by a recipe and writes down each step; ends after `most` steps, unless that is null. Throws: as the recipe does. */
export async function observedFit(
  recipe: PolicyRecipe,
  examples: readonly Example[],
  options: FitOptions,
  most: number | null,
): Promise<ObservedFit> {
  const losses: number[] = [];
  const stepMs: number[] = [];
  const enough = new Error('enough steps were seen');
  const fitted = observingSteps(
    async (_provider, work) => {
      const startMs = wallClockMs();
      const made = await work();
      const each = (wallClockMs() - startMs) / made.length;
      for (const loss of made) {
        losses.push(loss);
        stepMs.push(each);
      }
      if (most !== null && losses.length >= most) throw enough;
      return made;
    },
    () => recipe.fit(examples, options),
  );
  const policy = await fitted.catch((error: unknown) => {
    if (most !== null && losses.length >= most) return null;
    throw error;
  });
  return { losses, stepMs, policy };
}

/** Share of the first steps left out of a speed: a device compiles its programs in them. */
const WARM_UP = 0.1;

/** Steps a second over the steps `from` 0 to `to` that two runs have in common, the first of them left out. */
export function stepsPerSecond({ stepMs }: ObservedFit, steps: number): number {
  const counted = stepMs.slice(Math.ceil(steps * WARM_UP), steps);
  return (1000 * counted.length) / sumOf(counted);
}

/** The largest |a − b| / |b| over the steps that both runs made. */
export function largestDifference(found: readonly number[], expected: readonly number[]): number {
  const steps = Math.min(found.length, expected.length);
  let most = 0;
  for (let i = 0; i < steps; i++)
    most = Math.max(most, Math.abs(found[i]! - expected[i]!) / Math.max(Math.abs(expected[i]!), 1e-9));
  return most;
}
