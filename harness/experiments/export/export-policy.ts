import { join } from 'node:path';
import { PRECISIONS } from '../../../policies/networks/export/in-precision.ts';
import { fitOperators } from '../../../simulators/operators/fitting/fit-operators.ts';
import { loadDataset } from '../../bench/data/load-dataset.ts';
import { type DatasetSplit, requireHeldOut, ruleInWords, splitDataset } from '../../bench/data/splits.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import {
  cannotExport,
  criticCannotExport,
  criticPrecisionLosses,
  precisionLosses,
} from '../../bench/models/precision-losses.ts';
import { findCritic, findPolicy, providerList } from '../../bench/models/recipes.ts';
import { SessionExamples } from '../../bench/models/session-examples.ts';
import { copilotAnswers } from '../../bench/noise/copilot-answers.ts';
import type { Catalog } from '../../contract/catalog.ts';
import type { CriticRecipe } from '../../contract/critic.ts';
import { uniformNoise } from '../../contract/noise-rates.ts';
import type { FitOptions, Policy } from '../../contract/policy.ts';
import type { Shares } from '../../deployment/split-sessions.ts';
import { criticExampleOf } from '../../engine/review.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { createProgress } from '../../runner/progress.ts';
import { type CriticLosses, criticFindings, criticTable, exportFindings, exportTable } from './export-table.ts';
import type { ExportOptions } from './options.ts';

/** Where a critic is exported too, the policy leaves more of the sessions to operators' answers. */
const SHARES: Shares = { train: 0.35, feedback: 0.4, calibration: 0, evaluation: 0.25 };

/** Trains a policy, and a critic where one is named; writes each in every precision, and measures what that loses on fresh sessions. */
export async function exportPolicy(options: ExportOptions, { folder }: Pick<RunContext, 'folder'>): Promise<Outcome> {
  const recipe = await findPolicy(options.policy, options.encoder);
  if (!recipe.load) throw cannotExport(recipe.name, 'it cannot be saved and loaded again');
  const critic = options.critic === undefined ? null : await findCritic(options.critic, options.encoder);
  if (critic && !critic.load) throw criticCannotExport(critic.name, 'it cannot be saved and loaded again');
  requireHeldOut(options.split, options.heldOut);
  const loaded = await loadDataset(options.logs);
  const { catalog } = loaded.dataset;
  const { sessions = null, heldOut } = options;
  const shares = critic ? SHARES : undefined;
  const { parts, rule } = splitDataset(loaded.dataset, options.split, options.seed, sessions, shares, heldOut);
  const learned = critic ? parts.train : (rule?.train ?? [...parts.train, ...parts.feedback, ...parts.calibration]);
  const environment = inProcessDesks(catalog).openEnvironment();
  const fit = { seed: options.seed, providers: providerList(options.providers), catalog };
  const into = folder(loaded);
  try {
    const examples = new SessionExamples(environment, catalog);
    const test = await examples.ofAll(parts.evaluation);
    const onProgress = progressOf(`${recipe.name} from ${learned.length} sessions`);
    const policy = await recipe.fit(await examples.ofAll(learned), { ...fit, onProgress });
    try {
      const losses = await precisionLosses(recipe, policy, test, fit, critic ? join(into, 'policy') : into);
      const criticLosses = critic && (await exportCritic(critic, policy, parts, fit, join(into, 'critic')));
      return {
        loaded,
        split: [
          `${learned.length} sessions to learn from, ${parts.evaluation.length} to be judged on`,
          `(${rule ? ruleInWords(rule) : 'by a hash of session id'})`,
        ].join(' '),
        findings: [...exportFindings(losses, test), ...(criticLosses ? criticFindings(criticLosses) : [])],
        notes: [`In ${PRECISIONS.join(', ')} beside this report, one folder each.`],
        tables: [exportTable(losses, test), ...(criticLosses ? [criticTable(criticLosses)] : [])],
        plots: [],
      };
    } finally {
      await policy.dispose();
    }
  } finally {
    await environment.close();
  }
}

function progressOf(label: string): NonNullable<FitOptions['onProgress']> {
  const progress = createProgress(label, 100);
  return (fraction, line) => {
    progress.update(Math.round(100 * fraction), line);
    if (fraction === 1) progress.finish();
  };
}

/** Teaches a critic by what operators without noise answer, and writes it in every precision. */
async function exportCritic(
  recipe: CriticRecipe,
  policy: Policy,
  parts: DatasetSplit['parts'],
  fit: { readonly seed: string; readonly providers: readonly string[]; readonly catalog: Catalog },
  folder: string,
): Promise<CriticLosses> {
  const world = { catalog: fit.catalog, policy, times: fitOperators(parts.train).times, seed: fit.seed };
  const feedback = await copilotAnswers(world, 'feedback', parts.feedback, uniformNoise());
  const answers = await copilotAnswers(world, 'evaluation', parts.evaluation, uniformNoise());
  const lacking = recipe.unavailable?.(policy, feedback.map(criticExampleOf)) ?? null;
  if (lacking !== null) throw new UsageError(`--critic ${recipe.name}: ${lacking}.`);
  const onProgress = progressOf(`${recipe.name} from ${feedback.length} answers`);
  const critic = await recipe.fit(feedback.map(criticExampleOf), policy, { ...fit, onProgress });
  try {
    const test = answers.map((answer) => ({ ...criticExampleOf(answer), right: answer.right }));
    return { test, losses: await criticPrecisionLosses(recipe, critic, policy, test, fit, folder) };
  } finally {
    await critic.dispose();
  }
}
