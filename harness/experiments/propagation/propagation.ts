import type { FigureTable } from '../../../reports/figures/schema.ts';
import type { ClosedBench } from '../../bench/closed-loop/closed-bench.ts';
import { inPopulations, type OpenPopulation } from '../../bench/closed-loop/in-populations.ts';
import type { OpenBench } from '../../bench/closed-loop/open-closed-bench.ts';
import { bracketsOver } from '../../bench/data/populations.ts';
import type { TraceDigest } from '../../bench/desks/trace-digest.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { findRecipes } from '../../bench/models/recipes.ts';
import { promiseNote } from '../../bench/noise/describe-gate.ts';
import { type Crashes, crashesAt, unboundedCrashes } from '../../bench/report/crashes.ts';
import { type ControlTwins, controlTwins } from '../../deployment/control-twins.ts';
import type { Shares } from '../../deployment/split-sessions.ts';
import { createProgress } from '../../runner/progress.ts';
import { causeGroups, groupsOf, settingGroups } from './cascade-groups.ts';
import { type CascadeGroup, cascadePlots, cascadeTable } from './cascade-plots.ts';
import { correctionRows } from './corrected-gates.ts';
import { correctedGatesTable } from './corrected-gates-table.ts';
import { errorsByCause, errorsByKind, errorsByPlace, firstErrorsByFate } from './error-groups.ts';
import { measureSetting } from './measure-setting.ts';
import { noiseGains } from './noise-gains.ts';
import type { PropagationOptions } from './options.ts';
import { figuresOverPopulations, type PropagationFigures } from './over-populations.ts';
import { playSettings, type Setting, settingCrashes } from './play-settings.ts';
import { propagationDetails } from './propagation-details.ts';
import { propagationNotes } from './propagation-notes.ts';
import { type PropagationPoint, propagationPoints } from './propagation-points.ts';
import {
  controlTable,
  firstErrorsTable,
  gainsTable,
  groupsTable,
  guardsTable,
  headTable,
  safeTable,
  settingsTable,
} from './propagation-tables.ts';
import { propagationFindings } from './propagation-words.ts';
import { safeSettings } from './safe-settings.ts';

/** A critic and a gate are taught at every point; the policy once. */
const SHARES: Shares = { train: 0.35, feedback: 0.2, calibration: 0.2, evaluation: 0.25 };
/** Sessions that are generated for each one that is played: the others teach. */
const GENERATED_PER_PLAYED = 1.05 / SHARES.evaluation;
/** Fewer sessions teach no critic that is worth its name. */
const LEAST_GENERATED = 1000;
/** Populations where none are asked for and no logs named. */
const POPULATIONS = 2;

/** What stands in brackets where one population was played. */
const ONE_POPULATION = [
  'In brackets the 95 % interval, clustered by session, for the team, dealing and models as they are;',
  'one without width means that no two sessions differ.',
].join(' ');

/** What do wrong actions lead to, told by twins in which they were not made? */
export async function propagation(options: PropagationOptions, context: Pick<RunContext, 'record'>): Promise<Outcome> {
  // What cannot be found is refused before anything is generated or played.
  const { gate } = await findRecipes(options);
  const points = propagationPoints(options);
  const { played, digest, run } = await inPopulations(options, context, populationsFor(options), (own) =>
    playPopulation(own, points),
  );
  const count = played.length;
  const figures = figuresOverPopulations(played.map((one) => one.figures));
  const results = {
    ...figures,
    epsilon: options.epsilon,
    target: options.target,
    each: played.map((one) => one.figures),
  };
  const [bySetting, byCause] = (['bySetting', 'byCause'] as const).map((by) => groupsOf(played.map((one) => one[by])));
  return {
    ...run,
    crashes: played.flatMap(({ crashes }, at) => (count === 1 ? crashes : crashesAt(`population ${at + 1}`, crashes))),
    findings: propagationFindings(results),
    notes: [...propagationDetails(results), ...played[0].notes, promiseNote(gate), digest.words(options.driver)],
    tables: tablesOf(figures, options.epsilon, count, [...(bySetting ?? []), ...(byCause ?? [])]),
    plots: [...cascadePlots('setting', bySetting ?? []), ...cascadePlots('cause', byCause ?? [])],
  };
}

export const populationsFor = ({ sessions }: PropagationOptions) => ({
  usual: POPULATIONS,
  generated: () => Math.max(LEAST_GENERATED, Math.ceil(sessions * GENERATED_PER_PLAYED)),
  shares: SHARES,
});

function tablesOf(
  { settings, causes, places, fates, kinds, gains, safe, corrections, control }: PropagationFigures,
  epsilon: number,
  populations: number,
  followed: readonly CascadeGroup[],
): FigureTable[] {
  const tables = [
    headTable(settings),
    firstErrorsTable(settings),
    settingsTable(settings),
    guardsTable(settings),
    correctedGatesTable(corrections),
    groupsTable('causes', causes),
    groupsTable('places', places),
    groupsTable('fates', fates),
    groupsTable('kinds', kinds),
    gainsTable(gains),
    safeTable(safe, epsilon, populations),
  ];
  const brackets = populations === 1 ? ONE_POPULATION : bracketsOver(populations);
  const over = tables.map((table) => ({ ...table, caption: `${brackets} ${table.caption}`.trimEnd() }));
  return [...over, controlTable(control), cascadeTable(followed, populations)];
}

/** Plays all points in one population, and measures them. */
async function playPopulation(
  { open, options, digest, before }: OpenPopulation<PropagationOptions>,
  points: readonly PropagationPoint[],
) {
  const settings = await playPoints(open, options, points);
  const sessions = open.parts.evaluation.slice(0, options.sessions);
  takeAll(digest, settings);
  const control = await playControl(open, settings, sessions);
  return {
    figures: {
      settings: settings.map((setting) => ({ setting, figures: measureSetting(setting) })),
      causes: errorsByCause(settings),
      places: errorsByPlace(settings),
      fates: firstErrorsByFate(settings),
      kinds: errorsByKind(settings),
      gains: noiseGains(settings),
      safe: safeSettings(settings, options.epsilon),
      corrections: correctionRows(settings, targetsOf(options)),
      control,
    },
    /** Errors that are followed step by step. */
    bySetting: settingGroups(settings),
    byCause: causeGroups(settings),
    /** Of the evaluation, those that were played. */
    sessions: sessions.length,
    notes: propagationNotes(open, options),
    crashes: [...before, ...settings.flatMap(settingCrashes), ...controlCrashes(control)],
  };
}

async function playPoints(
  { bench, closed, parts, training }: OpenBench,
  options: PropagationOptions,
  points: readonly PropagationPoint[],
): Promise<Setting[]> {
  const { sessions, twins, twinsPerSession } = options;
  const targets = targetsOf(options);
  const played = parts.evaluation.slice(0, sessions);
  const progress = createProgress('points with twins', points.length);
  const settings: Setting[] = [];
  for (const [place, point] of points.entries()) {
    let runs = 0;
    const own: ClosedBench = {
      ...bench,
      world: closed.world(point.rates),
      onCrashes: (crashes) => bench.onCrashes?.(crashesAt(point.label, crashes)),
    };
    const onRun = () => {
      runs++;
      if (runs % 100 === 0) progress.update(place, `${point.label}: ${runs} sessions`);
    };
    progress.update(place, `${point.label}: feedback`);
    settings.push(
      ...(await playSettings({
        bench: own,
        point,
        training,
        targets,
        sessions: played,
        twins,
        twinsPerSession,
        onRun,
      })),
    );
  }
  progress.finish();
  return settings;
}

/** Takes in every run and every twin. */
function takeAll(digest: TraceDigest, settings: readonly Setting[]): void {
  for (const { result } of settings) {
    for (const run of result.traces) digest.take(run);
    for (const { twin } of result.pairs) digest.take(twin);
  }
}

export const targetsOf = ({ target, moreTargets }: PropagationOptions) => [...new Set([target, ...moreTargets])].sort();

function controlCrashes({ same, other, crashed }: ControlTwins): Crashes[] {
  return unboundedCrashes('control twins', same + other.length + crashed.length, crashed);
}

/** Controls are played where operators and policy often choose among several right actions: published operators with a copilot. */
async function playControl(
  { bench }: OpenBench,
  settings: readonly Setting[],
  sessions: OpenBench['parts']['evaluation'],
) {
  const setting = settings.find(({ point, arm }) => point.label === 'paper, calm' && arm === 'copilot');
  if (!setting) throw new Error('The copilot was not played with published operators.');
  return controlTwins(bench, setting.played, sessions, setting.result.traces);
}
