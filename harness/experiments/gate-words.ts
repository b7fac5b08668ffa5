import type { Gate } from '../contract/gate.ts';

/** Where a gate stands. */
export type GateStand = Pick<Gate, 'threshold' | 'slices'>;

/** Where a gate stands, in words: from which score on it lets pass, by slice where it has several. */
export function gateWords({ threshold, slices }: GateStand): string {
  if (threshold === null) return 'closed';
  if (!slices) return `from ${threshold.toFixed(2)}`;
  const closed = slices.filter((slice) => slice.threshold === null).map(({ slice }) => slice);
  const open = slices.flatMap(({ slice, threshold: from }) =>
    from === null ? [] : `${slice} from ${from.toFixed(2)}`,
  );
  return [...open, ...(closed.length > 0 ? [`closed: ${closed.join(', ')}`] : [])].join('; ');
}
