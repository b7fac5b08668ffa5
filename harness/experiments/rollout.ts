import type { Drift } from '../contract/drift.ts';
import type { MonitorRecipe } from '../contract/monitor.ts';
import type { OodRecipe } from '../contract/ood.ts';
import { logExamples } from '../engine/log-examples.ts';
import { UsageError } from '../runner/exit-code.ts';
import { createProgress } from '../runner/progress.ts';
import { wallClockMs } from '../runner/wall-clock.ts';
import { inProcessDesks } from './desks.ts';
import { discover } from './discover.ts';
import { type LoadedDataset, loadDataset } from './load-dataset.ts';
import { crossNoise } from './noise-grid.ts';
import { beginFigures, finishFigures } from './report-figures.ts';
import { type MeasuredMonitor, type MonitorTrial, measureMonitor } from './rollout/measure-monitors.ts';
import { type MeasuredOod, measureOod } from './rollout/measure-ood.ts';
import { playRollout, ROLLOUT_RULES, type Rollout, type RolloutParts } from './rollout/play-rollout.ts';
import { sliceOf } from './rollout/rollout-days.ts';
import { DEGRADED, type RolloutOptions } from './rollout/rollout-options.ts';
import { daysPlot, daysTable, monitorsTable, oodTable, slicesTable, trialTable } from './rollout/rollout-tables.ts';
import { rolloutFindings, rolloutNotes } from './rollout/rollout-words.ts';
import { summariseDays, summariseMonitors, summariseSlices } from './rollout/summarise-rollout.ts';
import { findRecipes, named } from './staged-options.ts';

/** Where no drift or no fallback is wanted. */
const NONE = 'none';

/** A new process and a drift: how soon is it automated, and is the drift noticed before harm is done? */
export async function rollout(options: RolloutOptions): Promise<void> {
  const parts = await findParts(options);
  const run = beginFigures('rollout', options.out);
  const loaded = await loadDataset(options.logs);
  const progress = createProgress('days', options.days, process.stderr, wallClockMs);
  const played = await playRollout(loaded.dataset, options, parts, (rows) => {
    const automated = rows.reduce((sum, row) => sum + row.automated, 0);
    progress.update(rows[0]?.day ?? 0, `${automated} of ${rows.reduce((sum, row) => sum + row.sessions, 0)} automated`);
  });
  progress.finish();
  const trial = trialOf(options);
  const monitors = parts.monitors.map((recipe) => measureMonitor(recipe, trial));
  const unusual = await judgeUnusual(loaded, played, parts, options);
  await report(run, loaded, options, parts, { played, trial, monitors, unusual });
}

interface Found {
  readonly played: Rollout;
  readonly trial: MonitorTrial;
  readonly monitors: readonly MeasuredMonitor[];
  readonly unusual: readonly MeasuredOod[];
}

async function report(
  run: ReturnType<typeof beginFigures>,
  loaded: LoadedDataset,
  options: RolloutOptions,
  parts: RolloutParts,
  { played, trial, monitors, unusual }: Found,
): Promise<void> {
  const { newProcess, driftDay } = options;
  const days = summariseDays(played);
  const slices = summariseSlices(played, driftDay);
  const watched = summariseMonitors(
    played,
    driftDay,
    parts.monitors.map(({ name }) => name),
  );
  const newSlice = played.calendar.clusterOf.get(newProcess) ?? newProcess;
  const { history, before, after } = played.calendar;
  const crashed = played.slices.reduce((sum, row) => sum + row.crashed, 0);
  await finishFigures(run, loaded, options.seed, {
    question:
      'How soon is a new process automated, is a drift noticed before harm is done, and what do false alarms cost?',
    complete: crashed === 0,
    split: `history ${history.length} sessions, then ${options.days} days with ${before.sessions.length + after.sessions.length}`,
    findings: rolloutFindings({ days, slices, monitors: watched, newSlice, driftDay }),
    notes: rolloutNotes(played, options, ROLLOUT_RULES),
    tables: [
      daysTable(days),
      slicesTable(slices, newSlice),
      monitorsTable(watched),
      trialTable(monitors, trial),
      oodTable(unusual, newProcess),
    ],
    plots: [daysPlot(days, driftDay)],
  });
}

async function findParts(options: RolloutOptions): Promise<RolloutParts> {
  const { policy, critic, gate } = await findRecipes(options);
  const drifts = await discover<Drift>('fixtures/drift', 'drift');
  const oods = await discover<OodRecipe>('policies/ood', 'recipe');
  const monitors = await discover<MonitorRecipe>('policies/monitors', 'recipe');
  const acting = named('--monitor', options.monitor, monitors);
  const [noise, second] = crossNoise(options);
  if (!noise || second) throw new UsageError('--alpha, --beta, --slip: give one rate each; a rollout is one point.');
  const choices = [...drifts, { name: DEGRADED }, { name: NONE }];
  const drift = named('--drift', options.drift, choices).name;
  return {
    policy,
    critic,
    gate,
    ood: options.ood === NONE ? null : named('--ood', options.ood, oods),
    monitors: [acting, ...monitors.filter((monitor) => monitor !== acting)],
    drift: options.driftDay > 0 ? (drifts.find(({ name }) => name === drift) ?? null) : null,
    degrades: drift === DEGRADED,
    noise: { alpha: noise.alpha.rates, beta: noise.beta.rates, slip: noise.slip.rates },
  };
}

/** A gate at its target whose precision falls: rejected answers double. */
function trialOf({ target, meanRun, seed }: RolloutOptions): MonitorTrial {
  const baseline = Math.round(1000 * (1 - target)) / 1000;
  const degraded = Math.min((1 + baseline) / 2, Math.round(2000 * baseline) / 1000);
  return { baseline, degraded, meanRun, before: 400, horizon: 4 * meanRun, runs: 300, seed };
}

/** How well unusual screens are told: those of the new process, to a policy that never saw it. */
async function judgeUnusual(
  { dataset }: LoadedDataset,
  { calendar, history }: Rollout,
  { policy: recipe }: RolloutParts,
  { newProcess, seed, providers }: RolloutOptions,
): Promise<MeasuredOod[]> {
  const { catalog } = dataset;
  const desk = inProcessDesks(catalog).openEnvironment();
  const coming = calendar.before.sessions.slice(0, 200);
  const slice = calendar.clusterOf.get(newProcess);
  const isNew = (session: (typeof coming)[number]) => sliceOf(session, calendar.clusterOf) === slice;
  const fresh = await logExamples(
    coming.filter((session) => !isNew(session)),
    desk,
  );
  const unknown = await logExamples(coming.filter(isNew), desk);
  await desk.close();
  const fit = { seed, providers: providers.split(',').map((name) => name.trim()), catalog };
  const policy = await recipe.fit(history, fit);
  try {
    return await measureOod(await discover<OodRecipe>('policies/ood', 'recipe'), {
      policy,
      known: history,
      fresh,
      unknown: unknown.filter(({ screen }) => screen.procedure?.id === newProcess),
      seed,
    });
  } finally {
    await policy.dispose();
  }
}
