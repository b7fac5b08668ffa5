import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { exportFolder, PRECISIONS, type Precision } from '../../../policies/networks/export/in-precision.ts';
import type { Critic, CriticFitOptions, CriticRecipe, Proposal } from '../../contract/critic.ts';
import type { Example, FitOptions, Policy, PolicyRecipe } from '../../contract/policy.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { type Decisions, decide, sameChoice } from './decisions.ts';

/** A model in one precision. */
interface InPrecision {
  readonly precision: Precision;
  /** Size of its model files. */
  readonly bytes: number;
}

/** What a policy keeps of its accuracy in one precision. */
export interface PrecisionLoss extends InPrecision {
  /** Whether it proposes exactly the logged action, by test step. */
  readonly right: readonly boolean[];
  /** Whether it proposes something else than in fp32, by test step. */
  readonly flipped: readonly boolean[];
  readonly decisionsPerSecond: number;
}

/** What a critic keeps of its accuracy in one precision. */
export interface CriticPrecisionLoss extends InPrecision {
  /** Whether its score is above one half where the suggestion is right, and below where it is wrong. */
  readonly right: readonly boolean[];
  /** Whether its score is on the other side of one half than in fp32. */
  readonly flipped: readonly boolean[];
  /** From the scores in fp32. */
  readonly largestDifference: number;
  readonly scoresPerSecond: number;
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
  const { load } = recipe;
  if (!policy.save || !load) throw cannotExport(recipe.name, 'it cannot be saved and loaded again');
  const screens = test.map(({ screen }) => screen);
  let exact: Decisions | null = null;
  return inEachPrecision(`--policy ${recipe.name}`, policy, folder, async (own) => {
    const served = await load(own, options);
    const decisions = await decide(served, screens).finally(() => served.dispose());
    exact ??= decisions;
    const { first } = exact;
    return {
      right: test.map(({ action }, i) => sameChoice(decisions.first[i], action)),
      flipped: test.map((_, i) => !sameChoice(decisions.first[i], first[i])),
      decisionsPerSecond: decisions.perSecond,
    };
  });
}

/** What a critic is judged on: a suggestion, and whether it is right. */
export type KnownProposal = Proposal & { readonly right: boolean };

/** As `precisionLosses`, of a critic of that policy. */
export async function criticPrecisionLosses(
  recipe: CriticRecipe,
  critic: Critic,
  policy: Policy,
  test: readonly KnownProposal[],
  options: CriticFitOptions,
  folder: string,
): Promise<CriticPrecisionLoss[]> {
  const { load } = recipe;
  if (!critic.save || !load) throw criticCannotExport(recipe.name, 'it cannot be saved and loaded again');
  let exact: readonly number[] | null = null;
  return inEachPrecision(`--critic ${recipe.name}`, critic, folder, async (own) => {
    const served = await load(own, policy, options);
    try {
      await served.score(test.slice(0, WARM_UP));
      const startMs = wallClockMs();
      const scores = await served.score(test);
      const scoresPerSecond = (1000 * test.length) / (wallClockMs() - startMs);
      const first = exact ?? scores;
      exact = first;
      const above = (score: number) => score >= 0.5;
      return {
        right: test.map(({ right }, i) => above(scores[i]!) === right),
        flipped: scores.map((score, i) => above(score) !== above(first[i]!)),
        largestDifference: Math.max(0, ...scores.map((score, i) => Math.abs(score - first[i]!))),
        scoresPerSecond,
      };
    } finally {
      await served.dispose();
    }
  });
}

/** Suggestions that a critic scores before its speed is measured. */
const WARM_UP = 64;

type Saveable = Pick<Policy, 'save' | 'saveWhole'>;

async function inEachPrecision<T>(
  option: string,
  model: Saveable,
  folder: string,
  measure: (own: string) => Promise<T>,
): Promise<(T & InPrecision)[]> {
  const saved = join(folder, '.saved');
  const losses: (T & InPrecision)[] = [];
  try {
    await (model.saveWhole ?? model.save)?.(saved);
    if (!readdirSync(saved, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.onnx')))
      throw cannotBeExported(option, 'it saves no ONNX model');
    for (const precision of PRECISIONS) {
      const own = join(folder, precision);
      const bytes = exportFolder(saved, own, precision);
      losses.push({ precision, bytes, ...(await measure(own)) });
    }
  } finally {
    rmSync(saved, { recursive: true, force: true });
  }
  return losses;
}

/** Says why a policy has no form that could be written in several precisions, and what to take instead. */
export const cannotExport = (policy: string, why: string) => cannotBeExported(`--policy ${policy}`, why);

/** The same of a critic. */
export const criticCannotExport = (critic: string, why: string) => cannotBeExported(`--critic ${critic}`, why);

function cannotBeExported(option: string, why: string): UsageError {
  const instead = option.startsWith('--policy') ? 'ngram or transformer' : 'ngram or backbone';
  return new UsageError(`${option} cannot be exported: ${why}; use one that has an ONNX model, such as ${instead}.`);
}
