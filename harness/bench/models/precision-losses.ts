import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { exportFolder, PRECISIONS, type Precision } from '../../../policies/networks/export/in-precision.ts';
import type { Example, FitOptions, Policy, PolicyRecipe } from '../../contract/policy.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { type Decisions, decide, sameChoice } from './decisions.ts';

/** What a policy keeps of its accuracy in one precision. */
export interface PrecisionLoss {
  readonly precision: Precision;
  /** Size of its model files. */
  readonly bytes: number;
  /** Whether it proposes exactly the logged action, by test step. */
  readonly right: readonly boolean[];
  /** Whether it proposes something else than in fp32, by test step. */
  readonly flipped: readonly boolean[];
  readonly decisionsPerSecond: number;
}

/**
 * Writes a trained policy to `folder` in every precision, one folder each, serves each, and judges it on the same
 * steps.
 *
 * Throws: `UsageError` when the policy can not be saved and loaded again, or has no model that has a precision.
 */
export async function precisionLosses(
  recipe: PolicyRecipe,
  policy: Policy,
  test: readonly Example[],
  options: FitOptions,
  folder: string,
): Promise<PrecisionLoss[]> {
  if (!policy.save || !recipe.load) throw cannotExport(recipe.name, 'it cannot be saved and loaded again');
  const screens = test.map(({ screen }) => screen);
  const saved = join(folder, '.saved');
  const losses: PrecisionLoss[] = [];
  let exact: Decisions | null = null;
  try {
    await policy.save(saved);
    if (!readdirSync(saved, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.onnx')))
      throw cannotExport(recipe.name, 'it saves no ONNX model');
    for (const precision of PRECISIONS) {
      const own = join(folder, precision);
      const bytes = exportFolder(saved, own, precision);
      const served = await recipe.load(own, options);
      const decisions = await decide(served, screens).finally(() => served.dispose());
      exact ??= decisions;
      const { first } = exact;
      losses.push({
        precision,
        bytes,
        right: test.map(({ action }, i) => sameChoice(decisions.first[i], action)),
        flipped: test.map((_, i) => !sameChoice(decisions.first[i], first[i])),
        decisionsPerSecond: decisions.perSecond,
      });
    }
  } finally {
    rmSync(saved, { recursive: true, force: true });
  }
  return losses;
}

/** Says why a policy has no form that could be written in several precisions, and what to take instead. */
export function cannotExport(policy: string, why: string): UsageError {
  return new UsageError(
    `--policy ${policy} cannot be exported: ${why}; use one that has an ONNX model, such as ngram or transformer.`,
  );
}
