import type { NoiseRatesMode } from './noise-rates-modes.ts';

const SHARED = [
  'critics take the likeliest rates, gates the lowest α and the highest β of the interval and only the other',
  'half of δ, so that both hold together',
].join(' ');

/** What doubt about estimated rates costs, to be said beside the figures; empty where they are not estimated. */
export function noiseRatesDoubt(mode: NoiseRatesMode): string[] {
  switch (mode) {
    case 'gold':
      return [
        `Half of δ covers the audit's exact intervals: ${SHARED}. Rates are those of all kinds of action together.`,
      ];
    case 'triple-review':
      return [
        [
          `Half of δ covers an interval for the reviewed rates: ${SHARED}.`,
          'That interval is a bootstrap over suggestions, near enough for many of them,',
          'and it takes on trust that the three err independently and alike;',
          'rates are those of all kinds of action together.',
        ].join(' '),
      ];
    default:
      return [];
  }
}
