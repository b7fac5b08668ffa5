import type { MonitorSettings } from '../../../harness/contract/monitor.ts';

/** Throws: where a monitor's settings are out of range, in one sentence that says which. */
export function checkMonitorSettings({ baseline, degraded, meanRun }: MonitorSettings): void {
  if (!(baseline > 0 && baseline < 1)) throw new Error(`A monitor's baseline is ${baseline}: give a mean in (0, 1).`);
  if (!(degraded > baseline && degraded < 1))
    throw new Error(`A monitor's degraded mean is ${degraded}: give one between the baseline ${baseline} and 1.`);
  if (!(meanRun > 1 && Number.isFinite(meanRun)))
    throw new Error(`A monitor's mean run is ${meanRun}: give a finite number above 1.`);
}

/** Throws: where an observation is not in [0, 1]. */
export function checkObservation(value: number): void {
  if (!(value >= 0 && value <= 1)) throw new Error(`A monitor was given ${value}: observations are in [0, 1].`);
}
