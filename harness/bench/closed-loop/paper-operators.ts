import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import { paperMix } from '../../../simulators/operators/paper/paper-mix.ts';
import type { NoiseSettings } from '../../contract/operator.ts';

/** Operators who answer as the published ones do, with what a preset adds to the published figures. */
export function paperOperators({ settledRefusals, keeps, ...rates }: typeof PAPER_PRESET.operators): NoiseSettings {
  const mix = paperMix(rates).noise;
  return { ...mix, keeps, traits: { ...mix.traits, 'settled-refusals': settledRefusals } };
}

/** Those of the paper preset. */
export const PAPER_OPERATORS: NoiseSettings = paperOperators(PAPER_PRESET.operators);
