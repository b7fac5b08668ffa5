import type { Ranged } from '../../../reports/figures/schema.ts';
import { noiseGain } from '../../../reports/propagation/noise-gain.ts';
import type { ClusteredMean } from '../../../reports/stats/clustered-mean.ts';
import type { Trace } from '../../contract/trace.ts';
import type { Setting } from './play-settings.ts';

/** How much more cases miss their goal as operators err more. */
export type NoiseGainRow = ReturnType<typeof noiseGains>[number];

/** The gain of every setting that was played at all points of the grid, over each rate that varies there. */
export function noiseGains(settings: readonly Setting[]) {
  const grid = settings.filter(({ point }) => point.grid !== null);
  const points = new Set(grid.map(({ point }) => point.label)).size;
  const names = [...new Set(grid.flatMap((setting) => setting.names))];
  return names.flatMap((name) => {
    const cells = grid.filter((setting) => setting.names.includes(name));
    if (cells.length < points) return [];
    return (['α', 'β'] as const).flatMap((rate) => {
      const levels = cells.map(({ point, result }) => ({
        noise: (rate === 'α' ? point.grid?.alpha : point.grid?.beta) ?? 0,
        traces: result.traces,
      }));
      if (new Set(levels.map(({ noise }) => noise)).size < 2) return [];
      return [
        {
          setting: name,
          rate /** Rise of the share of missed goals for each 0.1 more of the rate. */,
          gain: tenth(noiseGain(levels)) /** Rise of the errors a session for each 0.1 more of the rate. */,
          errors: tenth(noiseGain(levels, errorsOf)),
        },
      ];
    });
  });
}

const errorsOf = ({ steps, end }: Trace) =>
  end === 'crashed' ? null : steps.filter(({ closed }) => closed?.right === false).length;

function tenth({ estimate, low, high, of }: ClusteredMean): Ranged {
  const perTenth = (slope: number | null) => (slope === null ? null : slope / 10);
  return { estimate: perTenth(estimate), low: perTenth(low), high: perTenth(high), of };
}
