import { UsageError } from '../runner/exit-code.ts';
import { closedDataset } from './closed-loop/open-closed-bench.ts';
import { beginFigures, finishFigures } from './report-figures.ts';
import { foldsTable } from './settle/folds-table.ts';
import { playFolds } from './settle/play-folds.ts';
import { besidePublishedTable, inputsTable } from './settle/preset-tables.ts';
import { settleNotes } from './settle/settle-notes.ts';
import type { SettleOptions } from './settle/settle-options.ts';
import { settlePlots } from './settle/settle-plots.ts';
import { PAPER, settlePoints } from './settle/settle-points.ts';
import { generatedSessions, settleSessions } from './settle/settle-sessions.ts';
import { allOutcomesTable, armsTable, gridTable, remediesTable } from './settle/settle-tables.ts';
import { settleFindings } from './settle/settle-words.ts';
import { splitWords } from './settle/split-words.ts';
import { findRecipes } from './staged-options.ts';

/**
 * Folds of logs. With three, two thirds of the sessions teach each fold, about as many as teach where one part is held
 * out; with more, everything is taught more often.
 */
const FOLDS = 3;

/** Do the published automation and time saving survive noisy operators in closed loop, and what buys them back? */
export async function settle(options: SettleOptions): Promise<void> {
  const { logs, seed, folds = FOLDS } = options;
  if (logs === undefined && options.folds !== undefined)
    throw new UsageError(
      `--folds ${folds} goes with --logs: of the paper preset as many sessions are generated as teach and are played.`,
    );
  const recipes = await findRecipes(options);
  const points = settlePoints(options);
  const run = beginFigures('settle', options.out);
  const loaded = await closedDataset(logs, generatedSessions(options.sessions), seed);
  const sessions = settleSessions(loaded, { ...options, folds });
  const { catalog } = loaded.dataset;
  const { arms, grid, remedies } = await playFolds({ options, catalog, sessions, points, recipes });
  const few = sessions.folds.reduce((sum, fold) => sum + fold.few.length, 0);
  await finishFigures(run, loaded, seed, {
    question:
      'Where do 45 % automation and 39 % less active time survive noisy operators, where does quality fall, and what buys it back? Closed loop: what was decided is done, and the case goes on from there.',
    complete: true,
    split: splitWords(sessions),
    findings: settleFindings(arms, grid, remedies),
    notes: settleNotes(sessions, options),
    tables: [
      armsTable(arms),
      ...(logs === undefined
        ? [besidePublishedTable(arms.filter(({ point }) => point === PAPER)), inputsTable()]
        : [foldsTable(arms)]),
      gridTable(grid, few),
      remediesTable(remedies, few),
      allOutcomesTable([...arms, ...grid, ...remedies]),
    ],
    plots: settlePlots(grid),
  });
}
