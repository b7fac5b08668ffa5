import { chooseTraits } from '../../../simulators/operators/choose-traits.ts';
import { paperMix } from '../../../simulators/operators/paper-mix.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import { uniformNoise } from '../../contract/uniform-noise.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { crossNoise } from '../noise-grid.ts';
import type { SettleOptions } from './settle-options.ts';

/** How operators err at one point, as rates and in words. */
export interface SettlePoint {
  readonly label: string;
  readonly alpha: string;
  readonly beta: string;
  readonly slip: string;
  readonly trait: string;
  readonly noise: NoiseSettings;
}

/** Operators who never err, and who notice whatever is amiss. */
export const CLEAN: SettlePoint = {
  label: 'clean',
  alpha: '0',
  beta: '0',
  slip: '0',
  trait: '–',
  noise: { ...uniformNoise(), notice: 1 },
};

/** β of the paper's mix, which is not published: chosen on the cliff where automation falls from most sessions to none. */
const PAPER_BETA = 0.22;

/** Operators who answer as the published ones do, with a chosen β. */
export const PAPER: SettlePoint = {
  label: 'paper',
  alpha: 'paper',
  beta: String(PAPER_BETA),
  slip: '0.01',
  trait: '–',
  noise: paperMix({ beta: PAPER_BETA }).noise,
};

/** P(an earlier error is noticed) on the grid of uniform rates: the paper mix's. */
const NOTICE = PAPER.noise.notice ?? 0;

/** The grid: every combination of the rates, then each trait by itself on top of the paper's mix. Throws: `UsageError` as its parts do. */
export function settlePoints(options: Pick<SettleOptions, 'alpha' | 'beta' | 'slip' | 'traits'>): SettlePoint[] {
  const rates = crossNoise(options).map(
    ({ alpha, beta, slip }): SettlePoint => ({
      label: `α ${alpha.label} β ${beta.label} slip ${slip.label}`,
      alpha: alpha.label,
      beta: beta.label,
      slip: slip.label,
      trait: '–',
      noise: { alpha: alpha.rates, beta: beta.rates, slip: slip.rates, notice: NOTICE },
    }),
  );
  return [...rates, ...traitStrengths(options.traits).map(([name, strength]) => withTrait(PAPER, name, strength))];
}

/** A point with one more trait. */
export function withTrait(point: SettlePoint, name: string, strength: number): SettlePoint {
  const trait = `${name} ${strength}`;
  return {
    ...point,
    label: `${point.label}, ${trait}`,
    trait,
    noise: { ...point.noise, traits: { ...point.noise.traits, [name]: strength } },
  };
}

function traitStrengths(text: string): [string, number][] {
  if (text.trim() === '') return [];
  return text.split(',').map((part) => {
    const [name = '', strength = '1'] = part.trim().split('=');
    try {
      chooseTraits({ [name]: strength === '' ? Number.NaN : Number(strength) });
    } catch (error) {
      throw new UsageError(`--traits ${part.trim()}: ${error instanceof Error ? error.message : String(error)}`);
    }
    return [name, Number(strength)];
  });
}
