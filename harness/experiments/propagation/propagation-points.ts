import { CLEAN, PAPER } from '../../bench/closed-loop/settle-points.ts';
import { crossNoise, type NoiseOptions } from '../../bench/noise/noise-grid.ts';
import type { NoiseSettings, RateByKind } from '../../contract/operator.ts';
import { CALM_WORLD, type WorldRates } from '../../contract/world.ts';

/** Customers and a knowledge base that go their own ways. Assumed: the logs do not say how often they do. */
export const LIVELY_WORLD: WorldRates = { misstate: 0.1, changeMind: 0.05, complain: 0.3, leave: 0.05, kbFault: 0.05 };

/** How operators err, and how customers and the knowledge base do. */
export interface PropagationPoint {
  /** Unique; names operators and world. */
  readonly label: string;
  readonly operators: string;
  readonly world: 'calm' | 'lively';
  readonly rates: WorldRates;
  readonly noise: NoiseSettings;
  /** α and β where they are one rate for all kinds of action: then the point counts for the noise gain. */
  readonly grid: { readonly alpha: number; readonly beta: number } | null;
}

/** Clean and published operators in both worlds, the grid of rates in the calm one. Throws: as `crossNoise`. */
export function propagationPoints(options: NoiseOptions): PropagationPoint[] {
  const grid = crossNoise(options).map(({ alpha, beta, slip }) => {
    const rates = { alpha: oneRate(alpha.rates), beta: oneRate(beta.rates) };
    return pointOf(
      {
        label: `α ${alpha.label} β ${beta.label} slip ${slip.label}`,
        noise: { alpha: alpha.rates, beta: beta.rates, slip: slip.rates, notice: PAPER.noise.notice ?? 0 },
      },
      'calm',
      rates.alpha !== null && rates.beta !== null ? { alpha: rates.alpha, beta: rates.beta } : null,
    );
  });
  return [pointOf(CLEAN, 'calm'), pointOf(PAPER, 'calm'), ...grid, pointOf(CLEAN, 'lively'), pointOf(PAPER, 'lively')];
}

function pointOf(
  { label, noise }: { readonly label: string; readonly noise: NoiseSettings },
  world: PropagationPoint['world'],
  grid: PropagationPoint['grid'] = null,
): PropagationPoint {
  const rates = world === 'calm' ? CALM_WORLD : LIVELY_WORLD;
  return { label: `${label}, ${world}`, operators: label, world, rates, noise, grid };
}

/** The rate of all kinds, or null where they differ. */
function oneRate(rates: RateByKind): number | null {
  const [first, ...others] = Object.values(rates);
  return first !== undefined && others.every((rate) => rate === first) ? first : null;
}
