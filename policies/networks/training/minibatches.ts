/**
 * Shuffles examples into minibatches of `rows`, the last one perhaps smaller. With `sizeOf`, examples of like size
 * share a minibatch, so that little is padded.
 *
 * Range: one minibatch for each `rows` examples begun, whatever the order.
 */
export function minibatches<Example>(
  examples: readonly Example[],
  rows: number,
  random: () => number,
  sizeOf?: (example: Example) => number,
): Example[][] {
  const shuffled = shuffle(examples, random);
  const batches: Example[][] = [];
  // Sorted within pools only: with all examples sorted, a minibatch would hold the same ones in every epoch.
  const pool = rows * 16;
  for (let start = 0; start < shuffled.length; start += pool) {
    const near = shuffled.slice(start, start + pool);
    if (sizeOf) near.sort((a, b) => sizeOf(a) - sizeOf(b));
    for (let at = 0; at < near.length; at += rows) batches.push(near.slice(at, at + rows));
  }
  return sizeOf ? shuffle(batches, random) : batches;
}

function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}
