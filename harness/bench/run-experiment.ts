import { Command } from 'commander';
import { addOptions, decidingSettings, type Options, type Values } from '../runner/option.ts';
import type { Experiment } from './experiment.ts';
import { out, resumedOut, seed } from './options.ts';

/** Options that every experiment has. */
const COMMON = { seed, out } satisfies Options;

/** The command of an experiment: it runs it, writes its folder, prints what it found and sets the exit code. */
export function commandOf({ name, summary, question, options, resumes = false, run }: Experiment): Command {
  const command = new Command(name).description(summary);
  const all: Options = { ...options, ...COMMON, ...(resumes && { out: resumedOut }) };
  addOptions(command, all);
  return command.action(async (values: Values<typeof COMMON>) => {
    const { beginFigures, finishFigures } = await import('./report/report-figures.ts');
    const begun = beginFigures(name, values.out, resumes);
    const given = Object.keys(all).filter(
      (option) => !['default', undefined].includes(command.getOptionValueSource(option)),
    );
    const outcome = await run(values, { folder: begun.folder, given: new Set(given) });
    await finishFigures(begun, {
      question,
      settings: decidingSettings(all, values),
      seed: values.seed,
      ...outcome,
    });
  });
}
