import { type PlayedTables, playFolds } from '../../bench/arms/play-folds.ts';
import { SETTLE_METRICS } from '../../bench/closed-loop/cell-figures.ts';
import { closedDataset } from '../../bench/closed-loop/open-closed-bench.ts';
import { PAPER, settlePoints } from '../../bench/closed-loop/settle-points.ts';
import { generatedSessions, type SettleSessions, settleSessions } from '../../bench/closed-loop/settle-sessions.ts';
import { type Population, populationsOf } from '../../bench/data/populations.ts';
import { paritySample } from '../../bench/desks/parity.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { findRecipes } from '../../bench/models/recipes.ts';
import { promiseNote } from '../../bench/noise/describe-gate.ts';
import { type Crashes, crashesAt, crashesOf } from '../../bench/report/crashes.ts';
import type { GateRecipe } from '../../contract/gate.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { sumOf } from '../../shared/numbers.ts';
import { describeSplit } from './describe-split.ts';
import type { SettleOptions } from './options.ts';
import { acrossPopulations, shown } from './over-populations.ts';
import { overWhat, populationFindings, populationsLine } from './population-words.ts';
import { besidePublishedTable, inputsTable } from './preset-tables.ts';
import { alignedNotes, settleNotes } from './settle-notes.ts';
import { settlePlays } from './settle-plays.ts';
import { settlePlots } from './settle-plots.ts';
import { armsTable, foldsTable, gridTable, populationsTable, remediesTable, spreadTable } from './settle-tables.ts';
import { settleFindings } from './settle-words.ts';

/**
 * Folds of logs. With three, two thirds of the sessions teach each fold, about as many as teach where one part is held
 * out; with more, everything is taught more often.
 */
const FOLDS = 3;

interface PlayedPopulation {
  readonly population: Population;
  readonly sessions: SettleSessions;
  readonly tables: PlayedTables;
  /** Phases before play in which the desk failed for good. */
  readonly before: readonly Crashes[];
}

/** Do the published automation and time saving survive noisy operators in closed loop, and what buys them back? */
export async function settle(options: SettleOptions, { record }: Pick<RunContext, 'record'>): Promise<Outcome> {
  const { logs, seed } = options;
  const folds = foldsOf(options);
  const recipes = await findRecipes(options);
  const points = settlePoints(options);
  const loadFor = (own: string) => closedDataset(logs, generatedSessions(options.sessions, options.taught), own);
  const loaded = await loadFor(seed);
  const populations = populationsOf(seed, options.populations);
  const parity = paritySample(options.driver, options.browserSessions);
  const played: PlayedPopulation[] = [];
  for (const population of populations) {
    const data = logs === undefined && population.seed !== seed ? await loadFor(population.seed) : loaded;
    const own = { ...options, folds, seed: population.seed };
    const sessions = settleSessions(data, own);
    const name = populations.length > 1 ? `population ${population.number} of ${populations.length}, ` : '';
    const before: Crashes[] = [];
    const tables = await playFolds({
      options: own,
      catalog: data.dataset.catalog,
      sessions,
      playsOf: (open) => settlePlays(points, options, open),
      recipes,
      name,
      parity,
      recordedOf: (fold) => record(loaded).part(partOf(population, sessions.folds.length, fold)),
      onCrashes: (crashes) => before.push(...crashes),
    });
    played.push({ population, sessions, tables, before });
  }
  return { loaded, ...findingsOf(played, options, recipes.gate), parity };
}

/** Throws: `UsageError` where folds are asked for of sessions that are generated. */
export function foldsOf({ logs, folds }: SettleOptions): number {
  if (logs === undefined && folds !== undefined)
    throw new UsageError(
      `--folds ${folds} goes with --logs: of the paper preset as many sessions are generated as teach and are played.`,
    );
  return folds ?? FOLDS;
}

/** What is played of the run, as its traces call it. */
const partOf = ({ seed }: Population, folds: number, fold: number) =>
  `population ${seed}${folds > 1 ? `, fold ${fold}` : ''}`;

/** What all populations came to, in tables and words. */
function findingsOf(played: readonly PlayedPopulation[], options: SettleOptions, gate: GateRecipe) {
  const { logs } = options;
  const tables = played.map((one) => one.tables);
  const populations = played.map(({ population }) => population);
  const [first] = played;
  if (!first) throw new Error('No population was played.');
  const { sessions } = first;
  const few = sumOf(sessions.folds, (fold) => fold.few.length);
  const [arms, grid, remedies] = (['arms', 'grid', 'remedies'] as const).map((table) =>
    acrossPopulations(tables, table),
  );
  if (!arms || !grid || !remedies) throw new Error('A table is missing.');
  const one = tables.length === 1;
  const withPaper = (table: PlayedTables) => table.arms.filter(({ point }) => point === PAPER);
  const selective = arms.filter(([{ arm }]) => arm === 'selective');
  return {
    scope: overWhat(tables.length).trim(),
    timedBy: logs === undefined ? undefined : sessions.folds[0]?.parts.train,
    crashes: played.flatMap(crashesIn),
    split: describeSplit(sessions),
    findings: [
      populationsLine(tables.length, logs !== undefined),
      ...(one
        ? settleFindings(first.tables.arms, first.tables.grid, first.tables.remedies)
        : populationFindings(arms, grid, remedies)),
    ],
    notes: [...settleNotes(sessions, options), ...alignedNotes(remedies), promiseNote(gate)],
    tables: [
      armsTable(arms.map(shown)),
      ...(one
        ? []
        : [
            populationsTable(
              selective.filter(([{ point }]) => point === PAPER),
              populations,
            ),
            spreadTable(selective),
          ]),
      ...(logs === undefined
        ? [besidePublishedTable(tables.map(withPaper)), inputsTable()]
        : [foldsTable(arms, populations)]),
      gridTable(grid.map(shown), few),
      remediesTable(remedies.map(shown), few),
    ],
    plots: settlePlots(grid.map(shown)),
  };
}

/** Episodes of a population in which the desk failed for good. */
function crashesIn({ population, tables, before }: PlayedPopulation): Crashes[] {
  const played = [...tables.arms, ...tables.grid, ...tables.remedies].flatMap(({ name, point, sums }) =>
    crashesOf(`${name}, ${point.label}`, sums, SETTLE_METRICS),
  );
  return crashesAt(`population ${population.number}`, [...before, ...played]);
}
