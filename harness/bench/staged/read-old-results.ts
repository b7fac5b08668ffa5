import { FIGURES_VERSION, type Figures } from '../../../reports/figures/schema.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { resultsSchema } from './results.ts';
import { modelsWords, splitWords, stagedFigures } from './staged-figures.ts';

/**
 * The figures of a run that was written as `results.json`, as headline and replay did until figures replaced it. Its
 * findings and notes are those that it was written with. Throws: `UsageError` with the field that is wrong.
 */
export function readOldResults(text: string, path: string): Figures {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is no JSON: name a figures.json or a results.json.`);
  }
  const parsed = resultsSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join('.') || 'its head';
    throw new UsageError(`${path}: ${field} is not as in a results.json of version 3: run the experiment again.`);
  }
  const { experiment, question, complete, findings, notes, models, parity, ...results } = parsed.data;
  const { providers, ...run } = results.run;
  const { importNotes: _, ...dataset } = results.dataset;
  const compared = [parity, results.closedLoop?.parity].flatMap((one) => one ?? []);
  return {
    format: 'deskbench-figures',
    version: FIGURES_VERSION,
    experiment,
    question,
    complete,
    run,
    dataset,
    split: splitWords(results),
    ...stagedFigures(results),
    findings,
    notes: [
      ...notes,
      modelsWords(models, providers),
      ...compared.map(
        ({ sessions, steps, equal }) =>
          `Browser and in-process desk gave ${equal ? 'the same' : 'DIFFERENT'} traces on ${sessions} sessions, ${steps} steps.`,
      ),
    ],
  };
}
