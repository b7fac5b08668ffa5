import { morrisTrajectories } from '../../../reports/stats/morris.ts';
import { generatedSessions } from '../../bench/closed-loop/settle-sessions.ts';
import type { LoadedDataset } from '../../bench/data/load-dataset.ts';
import { populationsOf } from '../../bench/data/populations.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { crashesAt } from '../../bench/report/crashes.ts';
import { printAside } from '../../runner/output.ts';
import { createProgress } from '../../runner/progress.ts';
import { createRng } from '../../shared/streams.ts';
import type { SensitivityOptions } from './options.ts';
import { type PlayedPoint, playTrajectory } from './play-trajectories.ts';
import { screenInputs } from './screen-inputs.ts';
import { INPUTS, screenedInputs } from './screened-inputs.ts';
import { effectsTable, runsTable, screeningPlots } from './sensitivity-tables.ts';
import { screeningFindings, screeningNotes } from './sensitivity-words.ts';

/** Morris screening of the paper preset in closed loop: each trajectory in a population of its own. */
export async function sensitivity(
  options: SensitivityOptions,
  { record }: Pick<RunContext, 'record'>,
): Promise<Outcome> {
  const { seed, trajectories: count, levels, sessions, taught } = options;
  const trajectories = morrisTrajectories(screenedInputs(levels), count, createRng('trajectories', seed));
  const runs = count * (INPUTS.length + 1);
  printAside(
    `${runs} runs, ${INPUTS.length + 1} in each trajectory, each with ${sessions} sessions with and without automation.`,
  );
  const progress = createProgress('runs', runs);
  const played: PlayedPoint[] = [];
  let first: LoadedDataset | undefined;
  for (const [at, population] of populationsOf(seed, count).entries()) {
    const loaded = await playTrajectory(trajectories[at] ?? { points: [], steps: [] }, population, {
      options,
      record,
      onPoint: (point) => progress.update(played.push(point)),
    });
    first ??= loaded;
  }
  progress.finish();
  if (!first) throw new Error('No trajectory was played.');
  const effects = screenInputs(trajectories, played);
  return {
    loaded: first,
    split: `${generatedSessions(sessions, taught)} sessions generated for each trajectory and mix of processes`,
    findings: screeningFindings(effects),
    notes: screeningNotes(options),
    tables: [effectsTable(effects), runsTable(played)],
    plots: screeningPlots(effects),
    crashes: played.flatMap(({ trajectory, crashes }) => crashesAt(`trajectory ${trajectory}`, crashes)),
  };
}
