import { generatedSessions } from '../../bench/closed-loop/settle-sessions.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { crashesAt } from '../../bench/report/crashes.ts';
import { printAside } from '../../runner/output.ts';
import { createProgress } from '../../runner/progress.ts';
import { measureIndices, type PlayedDesign } from './measure-indices.ts';
import type { SensitivityOptions } from './options.ts';
import { playPoints } from './play-points.ts';
import { indexedInputs, inputsOf, sobolDesign } from './sobol-design.ts';
import { designTable, indicesTable } from './sobol-tables.ts';
import { indicesFindings, indicesNotes } from './sobol-words.ts';

/** Sobol's indices of the named parameters, of the paper preset in closed loop. */
export async function sobolSensitivity(
  options: SensitivityOptions,
  rows: number,
  { record }: Pick<RunContext, 'record'>,
): Promise<Outcome> {
  const { seed, sessions, taught, parameters } = options;
  const inputs = indexedInputs(parameters);
  const design = sobolDesign(parameters, rows, seed);
  printAside(
    `${design.length} runs, ${inputs.length + 2} in each row, each with ${sessions} sessions with and without automation.`,
  );
  const progress = createProgress('runs', design.length);
  const played: PlayedDesign[] = [];
  const loaded = await playPoints(design, {
    options,
    record,
    onPoint: (outcomes) => progress.update(played.push({ ...design[played.length]!, ...outcomes })),
  });
  progress.finish();
  const indices = measureIndices(played, inputs, options);
  return {
    loaded,
    split: `${generatedSessions(sessions, taught)} sessions generated for each population and mix of processes`,
    findings: indicesFindings(indices),
    notes: indicesNotes(options),
    tables: [indicesTable(indices), designTable(played, inputsOf(parameters))],
    plots: [],
    crashes: played.flatMap(({ row, crashes }) => crashesAt(`row ${row}`, crashes)),
  };
}
