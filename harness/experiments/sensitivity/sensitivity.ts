import { morrisTrajectories } from '../../../reports/stats/morris.ts';
import { generatedSessions } from '../../bench/closed-loop/settle-sessions.ts';
import { populationsOf } from '../../bench/data/populations.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { crashesAt } from '../../bench/report/crashes.ts';
import { printAside } from '../../runner/output.ts';
import { createProgress } from '../../runner/progress.ts';
import { createRng } from '../../shared/streams.ts';
import type { SensitivityOptions } from './options.ts';
import { type PlannedPoint, playPoints } from './play-points.ts';
import { type PlayedPoint, screenInputs } from './screen-inputs.ts';
import { INPUTS, screenedInputs, settingsAt } from './screened-inputs.ts';
import { effectsTable, runsTable, screeningPlots } from './sensitivity-tables.ts';
import { nextStep, screeningFindings, screeningNotes } from './sensitivity-words.ts';
import { sobolSensitivity } from './sobol.ts';

/** Which parameters matter: by Morris screening, or by Sobol's indices where rows are asked for. */
export function sensitivity(options: SensitivityOptions, context: Pick<RunContext, 'record'>): Promise<Outcome> {
  return options.sobol === undefined ? screen(options, context) : sobolSensitivity(options, options.sobol, context);
}

/** The points of a screening, in order. */
export function screeningPoints({ seed, trajectories: count, levels }: SensitivityOptions) {
  const trajectories = morrisTrajectories(screenedInputs(levels), count, createRng('trajectories', seed));
  const populations = populationsOf(seed, count);
  const planned = trajectories.flatMap(({ points }, at) =>
    points.map((point, place): PlannedPoint & Pick<PlayedPoint, 'trajectory' | 'point'> => ({
      population: populations[at]!,
      name: `point ${place + 1}`,
      settings: settingsAt(point, levels),
      trajectory: at + 1,
      point: place + 1,
    })),
  );
  return { trajectories, planned };
}

/** Morris screening of the paper preset in closed loop: each trajectory in a population of its own. */
async function screen(options: SensitivityOptions, { record }: Pick<RunContext, 'record'>): Promise<Outcome> {
  const { sessions, taught } = options;
  const { trajectories, planned } = screeningPoints(options);
  printAside(
    `${planned.length} runs, ${INPUTS.length + 1} in each trajectory, each with ${sessions} sessions with and without automation.`,
  );
  const progress = createProgress('runs', planned.length);
  const played: PlayedPoint[] = [];
  const loaded = await playPoints(planned, {
    options,
    record,
    onPoint: (outcomes) => progress.update(played.push({ ...planned[played.length]!, ...outcomes })),
  });
  progress.finish();
  const effects = screenInputs(trajectories, played);
  return {
    loaded,
    split: `${generatedSessions(sessions, taught)} sessions generated for each trajectory and mix of processes`,
    findings: screeningFindings(effects),
    notes: [...screeningNotes(options), nextStep(effects)],
    tables: [effectsTable(effects), runsTable(played)],
    plots: screeningPlots(effects),
    crashes: played.flatMap(({ trajectory, crashes }) => crashesAt(`trajectory ${trajectory}`, crashes)),
  };
}
