import { join } from 'node:path';
import { z } from 'zod';
import { type MeasuredMonitor, measureMonitors } from '../../../../reports/measures/measure-monitors.ts';
import type { MonitorRecipe } from '../../../contract/monitor.ts';
import { REFERENCES, readNumbers } from './reference.ts';

/** As `bench rollout` measures them at its default target, and `river-monitors.py` river's. */
const TRIAL = { baseline: 0.1, degraded: 0.2, meanRun: 500, before: 400, horizon: 2000, runs: 300, seed: '1' };

type Measured = Pick<MeasuredMonitor, 'monitor' | 'stream' | 'meanRun' | 'alarmed' | 'delay' | 'missed'>;

/** Ours, the dummy and river's detectors, each on every stream. */
export function measuredMonitors(recipes: readonly MonitorRecipe[]): Measured[] {
  return [...measureMonitors(recipes, TRIAL), ...rivers()];
}

/** The lines of a Markdown table. */
export function monitorTable(measured: readonly Measured[]): string[] {
  return [
    '| detector | stream | ARL0 | alarmed in control | delay | missed |',
    '|---|---|---|---|---|---|',
    ...measured.map(({ monitor, stream, meanRun, alarmed, delay, missed }) => {
      const cells = [monitor, stream, whole(meanRun), percent(alarmed), whole(delay), percent(missed)];
      return `| ${cells.join(' | ')} |`;
    }),
  ];
}

const river = z.strictObject({ detector: z.string(), stream: z.string() });
const found = z.strictObject({
  meanRun: z.number().nullable(),
  alarmed: z.number(),
  delay: z.number().nullable(),
  missed: z.number(),
});

function rivers(): Measured[] {
  const { cases, libraries } = readNumbers(join(REFERENCES, 'river-monitors.json'));
  return cases.map(([given, expected]) => {
    const { detector, stream } = river.parse(given);
    return { monitor: detector.replace('river', `river ${libraries.river}`), stream, ...found.parse(expected) };
  });
}

function whole(value: number | null): string {
  return value === null ? '–' : String(Math.round(value));
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
