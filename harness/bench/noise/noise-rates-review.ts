import type { NoiseRates } from '../../contract/noise-rates.ts';
import type { Rng } from '../../contract/rng.ts';
import { dawidSkene } from './dawid-skene.ts';
import { auditRates, DELTA_OF_ESTIMATE, type EstimatedRates } from './noise-rates-audit.ts';
import type { ReviewedItem } from './reviewed-item.ts';

const DRAWS = 200;

/**
 * Rates from three answers to each suggestion, with bounds from suggestions drawn anew. Those bounds hold for many
 * suggestions only; they are never taken tighter than an audit with the likeliest truth would leave them, as they
 * would be where the reviewers never disagree.
 *
 * Throws: where the answers do not tell the rates, or make every suggestion right, or wrong.
 */
export function reviewRates(items: readonly ReviewedItem[], delta: number, rng: Rng): EstimatedRates {
  const { rates, posteriors } = dawidSkene(items);
  const asAudited = items.flatMap(({ reviews }, at) =>
    reviews.map(({ accepted }) => ({ accepted, right: (posteriors[at] ?? 0) >= 0.5 })),
  );
  const audit = auditRates(asAudited, delta).safe;
  const drawn = Array.from({ length: DRAWS }, () => redrawn(items, rng));
  const side = (DELTA_OF_ESTIMATE * delta) / 2;
  const alpha = atMost(
    drawn.map((one) => one.alpha),
    side,
  );
  const beta = -atMost(
    drawn.map((one) => -one.beta),
    side,
  );
  return { likely: rates, safe: { alpha: Math.min(alpha, audit.alpha), beta: Math.max(beta, audit.beta) } };
}

function redrawn(items: readonly ReviewedItem[], rng: Rng): NoiseRates {
  const drawn = items.flatMap(() => items[Math.floor(rng.next() * items.length)] ?? []);
  try {
    return dawidSkene(drawn).rates;
  } catch {
    // A draw that tells nothing rules nothing out.
    return { alpha: 0, beta: 1 };
  }
}

/** A value that no more than this share of the draws is below: the least of them where they are too few for the share. */
function atMost(draws: readonly number[], share: number): number {
  const sorted = [...draws].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.floor(share * (sorted.length + 1)) - 1)] ?? Number.NaN;
}
