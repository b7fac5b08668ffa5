/** The quantile of a sample, between its order statistics. Source: Hyndman & Fan 1996, type 7. Throws: on an empty sample. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = p * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error('An empty sample has no quantiles.');
  return below + (above - below) * (place - Math.floor(place));
}
