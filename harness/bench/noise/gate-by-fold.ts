import { describeGate, type GateStand } from './describe-gate.ts';

const CLOSED = 'closed';

/**
 * Where the gates of the folds stand, in words: as one gate where they agree, otherwise each fold's threshold in the
 * order of the folds, slice by slice where gates have several.
 */
export function gateByFold(gates: readonly GateStand[]): string {
  const words = gates.map(describeGate);
  if (gates.length === 0 || words.every((one) => one === words[0])) return words[0] ?? CLOSED;
  const slices = [...new Set(gates.flatMap(({ slices: own = [] }) => own.map(({ slice }) => slice)))].sort();
  if (slices.length === 0) return inOrder(gates.map(({ threshold }) => threshold));
  const bySlice = slices.map((slice) => ({ slice, from: gates.map((gate) => thresholdOf(gate, slice)) }));
  const shut = bySlice.filter(({ from }) => from.every((one) => one === null)).map(({ slice }) => slice);
  const open = bySlice.filter(({ from }) => from.some((one) => one !== null));
  return [
    ...open.map(({ slice, from }) => `${slice} ${inOrder(from)}`),
    ...(shut.length > 0 ? [`${CLOSED}: ${shut.join(', ')}`] : []),
  ].join('; ');
}

/** A gate without slices has one threshold for all of them; one that nothing passes has none for any. */
function thresholdOf({ threshold, slices }: GateStand, slice: string): number | null {
  if (threshold === null || !slices) return threshold;
  return slices.find((one) => one.slice === slice)?.threshold ?? null;
}

function inOrder(thresholds: readonly (number | null)[]): string {
  const words = thresholds.map((from) => (from === null ? CLOSED : `from ${from.toFixed(2)}`));
  return words.every((one) => one === words[0]) ? (words[0] ?? CLOSED) : words.join(' / ');
}
