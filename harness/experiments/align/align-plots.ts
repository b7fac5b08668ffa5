import type { FigurePlot } from '../../../reports/figures/schema.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import type { PooledNoise } from './results.ts';

/** Quality against the distance from the deployed policy, one plot for each noise and side. */
export function curvePlots(results: readonly PooledNoise[]): FigurePlot[] {
  return results.flatMap(({ noise, methods }, at) =>
    SIDES.map(
      ({ side, title }): FigurePlot => ({
        id: `${side}-${at + 1}`,
        kind: 'points',
        joined: true,
        title: `${title}, noise ${noise}`,
        caption:
          'Each point is a look at a training; it begins at the left. Further right is further from what was deployed.',
        axes: { x: 'KL from the deployed policy (nats)', y: 'right choices' },
        curves: methods.map(({ method, curve }) => ({
          label: method.name,
          points: curve.flatMap((point) => {
            const { estimate, low, high } = ratioEstimate(point[side], 'share');
            if (estimate === null) return [];
            const range = low === null || high === null ? {} : { yRange: { low, high } };
            return [{ x: point.divergence, y: estimate, ...range }];
          }),
        })),
      }),
    ),
  );
}

const SIDES = [
  { side: 'hard', title: 'Hard set against KL' },
  { side: 'historical', title: 'Historical side against KL' },
] as const;
