import type { Gate, GatePromise, GateRecipe } from '../../contract/gate.ts';

/** Where a gate stands. */
export type GateStand = Pick<Gate, 'threshold' | 'slices'>;

/** Where a gate stands, in words: from which score on it lets pass, by slice where it has several. */
export function describeGate({ threshold, slices }: GateStand): string {
  if (threshold === null) return 'closed';
  if (!slices) return `from ${threshold.toFixed(2)}`;
  const closed = slices.filter((slice) => slice.threshold === null).map(({ slice }) => slice);
  const open = slices.flatMap(({ slice, threshold: from }) =>
    from === null ? [] : `${slice} from ${from.toFixed(2)}`,
  );
  return [...open, ...(closed.length > 0 ? [`closed: ${closed.join(', ')}`] : [])].join('; ');
}

const PROMISES: Readonly<Record<GatePromise, string>> = {
  sessions:
    'it misses its target at most δ of the time over sessions drawn like those that set it, however the answers of a session go together',
  actions: [
    'it misses its target at most δ of the time over actions drawn one by one;',
    'where the answers of a session go together, as they do, it misses it more often',
  ].join(' '),
  none: 'nothing; its threshold is the one that met the target in the answers that set it',
};

/** What the gate of a run promises, and of what it says nothing, for the notes of a report. */
export function promiseNote({ name, promise }: Pick<GateRecipe, 'name' | 'promise'>): string {
  return [
    `Gate ${name} promises: ${PROMISES[promise]}.`,
    'No gate promises anything for screens that its own actions lead to.',
    'bench critics measures what each keeps.',
  ].join(' ');
}
