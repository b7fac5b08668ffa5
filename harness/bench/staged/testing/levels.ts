import { type NoisePoint, noisePoints } from '../noise-points.ts';
import type { CellResult } from '../results.ts';

type Label = number | string;

/** Cells of all arms at some noise levels, all alike, for tests of how levels are shown. */
export function levelCells(levels: readonly (readonly [alpha: Label, beta: Label, slip: Label])[]): CellResult[] {
  return levels.flatMap(([alpha, beta, slip]) =>
    (['human-only', 'copilot', 'selective'] as const).map((arm): CellResult => {
      const share = { estimate: 0.3, low: 0.2, high: 0.4, of: 40, denominator: 40 };
      const gate = { name: 'plug-in', threshold: 0.7, reason: 'found', targetPrecision: 0.9 };
      return {
        id: `${arm} alpha=${alpha} beta=${beta} slip=${slip}`,
        arm,
        loop: 'open',
        noise: { alpha: `${alpha}`, beta: `${beta}`, slip: `${slip}` },
        driver: 'in-process',
        gate: arm === 'selective' ? gate : null,
        sessions: 40,
        steps: 400,
        faults: { retried: 0, crashed: 0 },
        metrics: { session_automation: share },
        riskCoverage: null,
        calibration: null,
      };
    }),
  );
}

export const levelPoints = (levels: Parameters<typeof levelCells>[0]): NoisePoint[] =>
  noisePoints({ cells: levelCells(levels) });
