import type { MonitorRecipe } from '../../contract/monitor.ts';
import { createRng } from '../../shared/streams.ts';

/** How a monitor does on simulated zeros and ones of known means. */
export interface MeasuredMonitor {
  readonly monitor: string;
  readonly promise: MonitorRecipe['promise'];
  /** Observations to a false alarm: those of all runs over the alarms in them; null where there was none. */
  readonly meanRun: number | null;
  /** Share of the in-control runs with an alarm before the horizon. */
  readonly alarmed: number;
  /** Mean observations from the change to the alarm, over the runs that found it. */
  readonly delay: number | null;
  /** Bad observations from the change to the alarm, over the same runs: what it costs to wait. */
  readonly badBefore: number | null;
  /** Share of the changes not found before the horizon. */
  readonly missed: number;
  readonly runs: number;
}

export interface MonitorTrial {
  readonly baseline: number;
  readonly degraded: number;
  readonly meanRun: number;
  /** In-control observations before the change. */
  readonly before: number;
  /** Observations after which a change counts as missed, and an in-control run as calm. */
  readonly horizon: number;
  readonly runs: number;
  readonly seed: string;
}

/** Measures false alarms and delay by simulation; a false alarm before the change sets the monitor back to new. */
export function measureMonitor(recipe: MonitorRecipe, trial: MonitorTrial): MeasuredMonitor {
  const { baseline, degraded, before, horizon, runs, seed } = trial;
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
    let on = false;
    for (let at = 0; at < horizon && !on; at++, observed++) on = control.update(calm.next() < baseline ? 1 : 0);
    if (on) alarms++;
    const monitor = make();
    for (let at = 0; at < before; at++) if (monitor.update(changed.next() < baseline ? 1 : 0)) monitor.reset();
    let seen = 0;
    let wrong = 0;
    for (on = false; seen < horizon && !on; seen++) {
      const value = changed.next() < degraded ? 1 : 0;
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
    promise: recipe.promise,
    meanRun: alarms > 0 ? observed / alarms : null,
    alarmed: alarms / runs,
    delay: found > 0 ? delays / found : null,
    badBefore: found > 0 ? bad / found : null,
    missed: 1 - found / runs,
    runs,
  };
}
