import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import { paperMix } from '../../../simulators/operators/paper-mix.ts';
import type { NoiseSettings } from '../../contract/operator.ts';

const { settledRefusals, keeps, ...rates } = PAPER_PRESET.operators;
const mix = paperMix(rates).noise;

/** Operators who answer as the published ones do, with what the paper preset adds to the published figures. */
export const PAPER_OPERATORS: NoiseSettings = {
  ...mix,
  keeps,
  traits: { ...mix.traits, 'settled-refusals': settledRefusals },
};
