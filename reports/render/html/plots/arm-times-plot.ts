import { formatEstimate } from '../../../present/format-value.ts';
import { ARMS, type NoisePoint } from '../../../present/noise-points.ts';
import { ARM_COLOURS, PLOT_SIZE } from './plot-theme.ts';
import type { Plot } from './render-plot.ts';

/** Active time by arm, for a run with a single noise level, where there is no curve to draw; null otherwise. */
export function armTimesPlot(points: readonly NoisePoint[]): Plot | null {
  const [point, second] = points;
  if (!point || second) return null;
  const values = ARMS.flatMap((arm) => {
    const value = point.arms[arm]?.metrics.active_ms_per_session;
    if (!value || value.estimate === null) return [];
    return [
      {
        arm,
        seconds: value.estimate / 1000,
        low: value.low && value.low / 1000,
        high: value.high && value.high / 1000,
        value,
      },
    ];
  });
  if (values.length === 0) return null;
  const told = values.map(({ arm, value }) => `${arm} ${formatEstimate('ms', value)}`);
  const y = { field: 'seconds', type: 'quantitative' as const, title: 'active seconds per session' };
  return {
    id: 'arm-times',
    title: 'Active time per session',
    caption: 'Seconds that operators are active on a session, by way of working. Whiskers: 95 % interval.',
    description: `Active time per session. ${told.join('; ')}.`,
    spec: {
      ...PLOT_SIZE,
      data: { values: values.map(({ arm, seconds, low, high }) => ({ arm, seconds, low, high })) },
      encoding: { x: { field: 'arm', type: 'nominal', sort: null, title: null, axis: { labelAngle: 0 } } },
      layer: [
        {
          mark: { type: 'bar', width: 56, cornerRadiusEnd: 3 },
          encoding: {
            y,
            color: {
              field: 'arm',
              type: 'nominal',
              legend: null,
              scale: { domain: [...ARMS], range: ARMS.map((arm) => ARM_COLOURS[arm]) },
            },
          },
        },
        {
          mark: { type: 'rule', strokeWidth: 1.5, color: 'var(--ink)' },
          encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
        },
      ],
    },
  };
}
