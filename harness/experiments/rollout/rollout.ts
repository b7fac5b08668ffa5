import { availableParallelism } from 'node:os';
import { type MonitorTrial, measureMonitors } from '../../../reports/measures/measure-monitors.ts';
import { type MeasuredOod, measureOod } from '../../../reports/measures/measure-ood.ts';
import { countOf } from '../../../reports/present/format-value.ts';
import { sliceOf } from '../../bench/closed-loop/slice-of.ts';
import { goalsGiven } from '../../bench/data/goals-given.ts';
import { datasetsBySeed } from '../../bench/data/load-dataset.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { discover } from '../../bench/models/discover.ts';
import { providerList } from '../../bench/models/recipes.ts';
import { type Calendar, planDays } from '../../bench/rounds/plan-days.ts';
import { historyExamples, ROLLOUT_RULES, type RolloutParts } from '../../bench/rounds/play-rollout.ts';
import { repeatDays, repeatMonitors, repeatOutcomes } from '../../bench/rounds/summarise-repeats.ts';
import type { RunRecord } from '../../bench/run-record.ts';
import type { OodRecipe } from '../../contract/ood.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { createProgress } from '../../runner/progress.ts';
import type { RolloutOptions } from './options.ts';
import type { PlayedRepeat } from './play-repeat.ts';
import { inOrder, playRepeats } from './play-repeats.ts';
import { outcomesTable, repeatDaysTable, repeatMonitorsTable } from './repeats-tables.ts';
import { rolloutCrashes } from './rollout-crashes.ts';
import { findParts } from './rollout-parts.ts';
import { daysPlot, daysTable, oodTable, slicesTable, trialTable } from './rollout-tables.ts';
import { rolloutFindings, rolloutNotes } from './rollout-words.ts';

/** A new process and a drift, several times: how soon is it automated, and is the drift noticed before harm is done? */
export async function rollout(options: RolloutOptions, { record }: Pick<RunContext, 'record'>): Promise<Outcome> {
  const parts = await findParts(options);
  const loaded = await datasetsBySeed(options.logs)(options.seed);
  const calendar = planDays(loaded.dataset, parts.drift, options);
  const repeats = await play(options, record(loaded));
  const trial = trialOf(options);
  const monitors = measureMonitors(parts.monitors, trial);
  const unusual = await judgeUnusual(calendar, parts, options);
  const { days, driftDay, meanRun, newProcess } = options;
  const results = {
    days: repeatDays(repeats),
    outcomes: repeatOutcomes(repeats),
    monitors: repeatMonitors(repeats),
    newProcess,
    driftDay,
  };
  const [first] = repeats;
  if (!first) throw new Error('No rollout was played.');
  return {
    loaded,
    crashes: rolloutCrashes(repeats),
    split: `history ${first.history} sessions, then ${days} days with ${first.sessions}; ${countOf(repeats.length, 'rollout')}`,
    findings: rolloutFindings(results),
    notes: [
      ...rolloutNotes(options, ROLLOUT_RULES, first.unplanned),
      `First rollout: ${first.played}`,
      goalsGiven(loaded.dataset.sessions),
    ],
    tables: [
      repeatDaysTable(results.days, repeats.length),
      outcomesTable(results.outcomes, days, driftDay),
      repeatMonitorsTable(results.monitors, meanRun),
      trialTable(monitors, trial),
      daysTable(first.days),
      slicesTable(first.slices, first.newSlice),
      oodTable(unusual, newProcess),
    ],
    plots: [daysPlot(first.days, driftDay)],
  };
}

async function play(options: RolloutOptions, record: RunRecord): Promise<PlayedRepeat[]> {
  const { repeats, days } = options;
  const aside = Math.min(repeats, availableParallelism());
  const progress = createProgress(
    repeats === 1 ? 'days of the rollout' : `days of ${repeats} rollouts`,
    repeats * days,
  );
  let over = 0;
  const keep = inOrder((repeat) => record.part(`rollout ${repeat + 1}`).keep);
  const onDay = () => progress.update(++over, aside === 1 ? '' : `${aside} side by side`);
  const played = await playRepeats(options, onDay, keep);
  progress.finish();
  return played;
}

/** A gate at its target whose precision falls: rejected answers double. */
function trialOf({ target, meanRun, seed }: RolloutOptions): MonitorTrial {
  const baseline = Math.round(1000 * (1 - target)) / 1000;
  const degraded = Math.min((1 + baseline) / 2, Math.round(2000 * baseline) / 1000);
  return { baseline, degraded, meanRun, before: 400, horizon: 4 * meanRun, runs: 300, seed };
}

/** Sessions of the history that show what is usual: as many as a score looks at. */
const USUAL_SESSIONS = 100;

/** How well unusual screens are told: those of the new process, to a policy that never saw it. */
async function judgeUnusual(
  calendar: Calendar,
  { policy: recipe }: RolloutParts,
  { newProcess, seed, providers }: RolloutOptions,
): Promise<MeasuredOod[]> {
  const { before, clusterOf } = calendar;
  const { catalog } = before;
  const desk = inProcessDesks(catalog).openEnvironment();
  const coming = before.sessions.slice(0, 200);
  const slice = clusterOf.get(newProcess);
  const isNew = (session: (typeof coming)[number]) => sliceOf(session, clusterOf) === slice;
  const fresh = await logExamples(
    coming.filter((session) => !isNew(session)),
    desk,
  );
  const unknown = await logExamples(coming.filter(isNew), desk);
  await desk.close();
  const known = await historyExamples({ ...calendar, history: calendar.history.slice(0, USUAL_SESSIONS) });
  const policy = await recipe.fit(known, { seed, providers: providerList(providers), catalog });
  try {
    return await measureOod(await discover<OodRecipe>('policies/ood', 'recipe'), {
      policy,
      known,
      fresh,
      unknown: unknown.filter(({ screen }) => screen.procedure?.id === newProcess),
      seed,
    });
  } finally {
    await policy.dispose();
  }
}
