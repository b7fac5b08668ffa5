import { Command } from 'commander';
import { addOptions, decidingSettings, type Options, type Values } from '../runner/option.ts';
import { printEvent, showProgressAs } from '../runner/output.ts';
import { PROGRESS_VERSION } from '../runner/progress-event.ts';
import type { Experiment } from './experiment.ts';
import { list, out, type playing, progress, seed } from './options.ts';

/** Options that every experiment has. */
const COMMON = { seed, out, progress } satisfies Options;

/** The command of an experiment: it runs it, writes its folder, prints what it found and sets the exit code. */
export function commandOf({ name, summary, question, options, plan, run }: Experiment): Command {
  const command = new Command(name).description(summary);
  const all: Options = { ...options, ...COMMON, ...(plan && { list }) };
  addOptions(command, all);
  return command.action(async (values: Values<typeof COMMON>) => {
    const { BegunRun } = await import('./begin-run.ts');
    const { finishFigures } = await import('./report/report-figures.ts');
    const { runLimits } = await import('../runner/run-limits.ts');
    showProgressAs(values.progress);
    const given = new Set(
      Object.keys(all).filter((option) => !['default', undefined].includes(command.getOptionValueSource(option))),
    );
    if (plan && (values as { list?: boolean }).list) {
      const { printPlan } = await import('./plan/print-plan.ts');
      printPlan(name, await plan(values, { given }), values.out);
      return;
    }
    const { retryErrors, ...limited } = values as Partial<Values<typeof playing>>;
    const limits = runLimits(limited);
    const settings = decidingSettings(options, values);
    const begun = new BegunRun({
      experiment: name,
      out: values.out ?? null,
      settings,
      seed: values.seed,
      limits,
      ...(retryErrors && { retryErrors }),
    });
    const { command: typed, startedAt: at } = begun.attempt;
    printEvent({ type: 'begin', version: PROGRESS_VERSION, command: typed, folder: begun.folder, at });
    try {
      const outcome = await run(values, {
        given,
        folder: (loaded) => begun.open(loaded).path,
        record: (loaded) => begun.record(loaded),
      });
      await finishFigures(begun, {
        question,
        seed: values.seed,
        ...outcome,
        notes: [...limits.notes(), ...outcome.notes],
      });
    } catch (error) {
      begun.close();
      throw error;
    }
  });
}
