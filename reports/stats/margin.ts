import type { RatioUnit } from './ratio-estimate.ts';

/** Shares this near to one another are equivalent. The smallest change of accuracy that the published tables speak of is 4 points. */
export const SHARE_MARGIN = 0.02;
/** Part of the baseline's mean within which times and counts are equivalent. The smallest published saving is 16 %. */
const RELATIVE_MARGIN = 0.05;

/** Differences from a baseline below this are too small to matter: what *equivalent* means where nothing else is said. */
export function marginOf(unit: RatioUnit, baseline: number): number {
  return unit === 'share' ? SHARE_MARGIN : RELATIVE_MARGIN * baseline;
}
