/** How critics and gates come to know the operators' noise. */
export const NOISE_RATES_MODES = ['none', 'known', 'triple-review', 'gold'] as const;
export type NoiseRatesMode = (typeof NOISE_RATES_MODES)[number];
