import { goalsGiven } from '../../bench/data/goals-given.ts';
import { loadDataset } from '../../bench/data/load-dataset.ts';
import { sampleSessions } from '../../bench/data/sample-sessions.ts';
import { beginFigures, finishFigures } from '../../bench/report/report-figures.ts';
import { goalsFindings, goalsTables } from './goals-tables.ts';
import { surveyGoals } from './survey-goals.ts';

export interface GoalsOptions {
  readonly logs?: string;
  readonly sessions?: number;
  readonly seed: string;
  readonly out?: string;
}

/** Of which sessions the goal can be known, and whether their own logs reach it when they are played in closed loop. */
export async function goals(options: GoalsOptions): Promise<void> {
  const run = beginFigures('goals', options.out);
  const loaded = await loadDataset(options.logs);
  const { catalog, sessions } = loaded.dataset;
  const chosen = sampleSessions(sessions, options.seed, options.sessions ?? null);
  const survey = surveyGoals({ ...loaded.dataset, catalog, sessions: chosen }, options.seed);
  await finishFigures(run, loaded, options.seed, {
    question: 'For which logged sessions is it known what they were to come to, and does their own log get there?',
    complete: true,
    split: `${chosen.length} sessions, none trained on`,
    findings: [...goalsFindings(survey), goalsGiven(chosen)],
    notes: [
      'A goal that the log gives is what counts, and the log then shows only the way there (generated sessions: the generator knows it). All others are derived from the log and the procedure’s flow graph (docs/closed-loop.md).',
    ],
    tables: goalsTables(survey),
    plots: [],
  });
}
