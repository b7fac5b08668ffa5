import type { MonitorRecipe } from '../../harness/contract/monitor.ts';
import { createRng } from '../../harness/shared/streams.ts';
import { MONITOR_STREAMS, type MonitorStream } from './monitor-streams.ts';

/** How a monitor does on simulated zeros and ones of known means. */
export type MeasuredMonitor = ReturnType<typeof measureMonitor>;

export interface MonitorTrial {
  readonly baseline: number;
  readonly degraded: number;
  readonly meanRun: number;
  /** In-control observations before the change, at least: up to a mean run more, spread evenly over the runs. */
  readonly before: number;
  /** Observations after which a change counts as missed, and an in-control run as calm. */
  readonly horizon: number;
  readonly runs: number;
  readonly seed: string;
}

/** What is measured: a monitor, or a dummy. */
type Watcher = Pick<MonitorRecipe, 'name' | 'create'> & { readonly promise: MonitorRecipe['promise'] | null };

/** What looks at nothing and alarms at fixed distances: a monitor that is no better is not worth its alarms. */
const CLOCKWORK: Watcher = {
  name: 'alarm at fixed distances',
  promise: null,
  create({ meanRun }) {
    let seen = 0;
    const statistic = () => seen / meanRun;
    return {
      name: 'alarm at fixed distances',
      get statistic() {
        return statistic();
      },
      update() {
        seen++;
        return statistic() >= 1;
      },
      reset() {
        seen = 0;
      },
    };
  },
};

/** Every monitor and the dummy on every stream. */
export function measureMonitors(recipes: readonly MonitorRecipe[], trial: MonitorTrial): MeasuredMonitor[] {
  return [...recipes, CLOCKWORK].flatMap((recipe) =>
    MONITOR_STREAMS.map((stream) => measureMonitor(recipe, trial, stream)),
  );
}

/** Measures false alarms and delay by simulation; a false alarm before the change sets the monitor back to new. */
export function measureMonitor(recipe: Watcher, trial: MonitorTrial, stream: MonitorStream) {
  const { baseline, degraded, meanRun, before, horizon, runs, seed } = trial;
  let observed = 0;
  let alarms = 0;
  let delays = 0;
  let bad = 0;
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const calm = createRng('monitor in control', seed, String(run));
    const changed = createRng('monitor changed', seed, String(run));
    const make = () => recipe.create({ ...trial, rng: () => createRng('monitor ties', seed, String(run)) });
    const control = make();
    const usual = stream.draw(calm, () => baseline);
    let on = false;
    for (let at = 0; at < horizon && !on; at++, observed++) on = control.update(usual());
    if (on) alarms++;
    const monitor = make();
    let mean = baseline;
    const next = stream.draw(changed, () => mean);
    const changeAt = before + Math.floor((run * meanRun) / runs);
    for (let at = 0; at < changeAt; at++) if (monitor.update(next())) monitor.reset();
    mean = degraded;
    let seen = 0;
    let wrong = 0;
    for (on = false; seen < horizon && !on; seen++) {
      const value = next();
      wrong += value;
      on = monitor.update(value);
    }
    if (!on) continue;
    found++;
    delays += seen;
    bad += wrong;
  }
  return {
    monitor: recipe.name,
    /** Null: a dummy, which promises nothing. */
    promise: recipe.promise,
    stream: stream.name,
    /** Observations to a false alarm: those of all runs over the alarms in them; null where there was none. */
    meanRun: alarms > 0 ? observed / alarms : null,
    /** Share of the in-control runs with an alarm before the horizon. */
    alarmed: alarms / runs,
    /** Mean observations from the change to the alarm, over the runs that found it. */
    delay: found > 0 ? delays / found : null,
    /** Bad observations from the change to the alarm, over the same runs: what it costs to wait. */
    badBefore: found > 0 ? bad / found : null,
    /** Share of the changes not found before the horizon. */
    missed: 1 - found / runs,
    runs,
  };
}
