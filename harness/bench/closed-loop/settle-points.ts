import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import { chooseTraits } from '../../../simulators/operators/answering/choose-traits.ts';
import { uniformNoise } from '../../contract/noise-rates.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { messageOf } from '../../shared/message-of.ts';
import { crossNoise, type NoiseOptions } from '../noise/noise-grid.ts';
import { type NoiseLevel, parseNoiseOption } from '../noise/noise-option.ts';
import { PAPER_OPERATORS } from './paper-operators.ts';

/** How operators err at one point, as rates and in words. */
export interface SettlePoint {
  readonly label: string;
  readonly alpha: string;
  readonly beta: string;
  readonly slip: string;
  readonly trait: string;
  readonly noise: NoiseSettings;
}

const { beta, slip, notice, keeps } = PAPER_PRESET.operators;

/** Operators who never err, and who notice whatever is amiss. */
export const CLEAN: SettlePoint = {
  label: 'clean',
  alpha: '0',
  beta: '0',
  slip: '0',
  trait: '–',
  noise: { ...uniformNoise(), notice: 1, keeps },
};

/** Operators of the paper preset. */
export const PAPER: SettlePoint = {
  label: 'paper',
  alpha: 'paper',
  beta: String(beta),
  slip: String(slip),
  trait: '–',
  noise: PAPER_OPERATORS,
};

/**
 * The grid: every combination of α, β and the first slip, then each further slip and each trait by itself on top of
 * the paper's mix. Throws: `UsageError` as its parts do.
 */
export function settlePoints(options: NoiseOptions & { readonly traits: string }): SettlePoint[] {
  const [crossed, ...further] = parseNoiseOption('--slip', options.slip);
  const rates = crossNoise({ ...options, slip: crossed?.label ?? '' }).map(
    ({ alpha, beta, slip }): SettlePoint => ({
      label: `α ${alpha.label} β ${beta.label} slip ${slip.label}`,
      alpha: alpha.label,
      beta: beta.label,
      slip: slip.label,
      trait: '–',
      noise: { alpha: alpha.rates, beta: beta.rates, slip: slip.rates, notice, keeps },
    }),
  );
  return [
    ...rates,
    ...further.map((level) => withSlip(PAPER, level)),
    ...traitStrengths(options.traits).map(([name, strength]) => withTrait(PAPER, name, strength)),
  ];
}

/** A point with another slip. */
function withSlip(point: SettlePoint, { label, rates }: NoiseLevel): SettlePoint {
  return {
    ...point,
    label: `${point.label}, slip ${label}`,
    slip: label,
    noise: { ...point.noise, slip: rates },
  };
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
      throw new UsageError(`--traits ${part.trim()}: ${messageOf(error)}`);
    }
    return [name, Number(strength)];
  });
}
