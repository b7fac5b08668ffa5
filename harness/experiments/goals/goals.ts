import { surveyGoals } from '../../bench/closed-loop/survey-goals.ts';
import { goalsGiven } from '../../bench/data/goals-given.ts';
import { loadDataset } from '../../bench/data/load-dataset.ts';
import { sampleSessions } from '../../bench/data/sample-sessions.ts';
import type { Outcome } from '../../bench/experiment.ts';
import { goalsFindings, goalsTables } from './goals-tables.ts';
import type { GoalsOptions } from './options.ts';

/** Of which sessions the goal can be known, and whether their own logs reach it when they are played in closed loop. */
export async function goals(options: GoalsOptions): Promise<Outcome> {
  const loaded = await loadDataset(options.logs);
  const { catalog, sessions } = loaded.dataset;
  const chosen = sampleSessions(sessions, options.seed, options.sessions ?? null);
  const survey = surveyGoals({ ...loaded.dataset, catalog, sessions: chosen }, options.seed);
  return {
    loaded,
    split: `${chosen.length} sessions, none trained on`,
    findings: [...goalsFindings(survey), goalsGiven(chosen)],
    notes: [
      [
        'A goal that the log gives is what counts, and the log then shows only the way there (generated',
        'sessions: the generator knows it). All others are derived from the log and the procedure’s flow graph',
        '(docs/closed-loop.md).',
      ].join(' '),
    ],
    tables: goalsTables(survey),
    plots: [],
  };
}
