import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportFolder } from '../../../policies/export/export-folder.ts';
import { PRECISIONS, type Precision } from '../../../policies/export/in-precision.ts';
import type { Example, FitOptions, Policy, PolicyRecipe } from '../../contract/policy.ts';
import { agreement, type Decisions, decide, flippedShare } from '../gpu-check/decisions.ts';

/** What a policy keeps of its accuracy in one precision. */
export interface PrecisionLoss {
  readonly precision: Precision;
  /** Size of its model files. */
  readonly bytes: number;
  /** Share of test steps on which it proposes exactly the logged action. */
  readonly accuracy: number;
  /** Share of test steps on which it proposes something else than in fp32. */
  readonly flipped: number;
  readonly decisionsPerSecond: number;
}

/**
 * Serves a trained policy in every precision and judges it on the same steps.
 *
 * Throws: when the policy can not be saved and loaded again.
 */
export async function precisionLosses(
  recipe: PolicyRecipe,
  policy: Policy,
  test: readonly Example[],
  options: FitOptions,
): Promise<PrecisionLoss[]> {
  if (!policy.save || !recipe.load) throw new Error(`policy "${recipe.name}" cannot be saved and loaded again`);
  const folder = mkdtempSync(join(tmpdir(), 'deskbench-precisions-'));
  const screens = test.map(({ screen }) => screen);
  const logged = test.map(({ action }) => action);
  const losses: PrecisionLoss[] = [];
  let exact: Decisions | null = null;
  try {
    await policy.save(join(folder, 'saved'));
    for (const precision of PRECISIONS) {
      const bytes = exportFolder(join(folder, 'saved'), join(folder, precision), precision);
      const served = await recipe.load(join(folder, precision), options);
      const decisions = await decide(served, screens).finally(() => served.dispose());
      exact ??= decisions;
      losses.push({
        precision,
        bytes,
        accuracy: agreement(decisions, logged),
        flipped: flippedShare(decisions, exact),
        decisionsPerSecond: decisions.perSecond,
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return losses;
}
