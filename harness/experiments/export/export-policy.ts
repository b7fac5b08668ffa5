import { loadDataset } from '../../bench/data/load-dataset.ts';
import { requireHeldOut, ruleInWords, splitDataset } from '../../bench/data/splits.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { cannotExport, precisionLosses } from '../../bench/models/precision-losses.ts';
import { findPolicy, providerList } from '../../bench/models/recipes.ts';
import { SessionExamples } from '../../bench/models/session-examples.ts';
import { createProgress } from '../../runner/progress.ts';
import { exportFindings, exportTable } from './export-table.ts';
import type { ExportOptions } from './options.ts';

/** Trains a policy, writes it as fp32, fp16 and int8, and measures what each loses on sessions it never saw. */
export async function exportPolicy(options: ExportOptions, { folder }: Pick<RunContext, 'folder'>): Promise<Outcome> {
  const recipe = await findPolicy(options.policy, options.encoder);
  if (!recipe.load) throw cannotExport(recipe.name, 'it cannot be saved and loaded again');
  requireHeldOut(options.split, options.heldOut);
  const loaded = await loadDataset(options.logs);
  const { catalog } = loaded.dataset;
  const { sessions = null, heldOut } = options;
  const { parts, rule } = splitDataset(loaded.dataset, options.split, options.seed, sessions, undefined, heldOut);
  const learned = rule?.train ?? [...parts.train, ...parts.feedback, ...parts.calibration];
  const environment = inProcessDesks(catalog).openEnvironment();
  const fit = { seed: options.seed, providers: providerList(options.providers), catalog };
  const progress = createProgress(`${recipe.name} from ${learned.length} sessions`, 100);
  try {
    const examples = new SessionExamples(environment, catalog);
    const test = await examples.ofAll(parts.evaluation);
    const policy = await recipe.fit(await examples.ofAll(learned), {
      ...fit,
      onProgress: (fraction, line) => progress.update(Math.round(100 * fraction), line),
    });
    progress.finish();
    const losses = await precisionLosses(recipe, policy, test, fit, folder(loaded)).finally(() => policy.dispose());
    return {
      loaded,
      split: [
        `${learned.length} sessions to learn from, ${parts.evaluation.length} to be judged on`,
        `(${rule ? ruleInWords(rule) : 'by a hash of session id'})`,
      ].join(' '),
      findings: exportFindings(losses, test),
      notes: [
        `The policy is in ${losses.map(({ precision }) => precision).join(', ')} beside this report, one folder each.`,
      ],
      tables: [exportTable(losses, test)],
      plots: [],
    };
  } finally {
    await environment.close();
  }
}
