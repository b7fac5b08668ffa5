import type { Action } from '../../../harness/contract/action.ts';
import type { Gate, GateExample, GateRecipe, GateSlice } from '../../../harness/contract/gate.ts';
import type { NoiseRates } from '../../../harness/contract/noise-rates.ts';

/** How actions are divided among thresholds. */
export interface Slicing {
  /** What the slices are, to be read after "by": `kind`. */
  readonly name: string;
  /** Slice of an action, from what is known before it is performed. */
  sliceOf(action: Action, procedure: string | null): string;
  /** Slices with fewer held-out examples stay closed. */
  readonly minSupport: number;
  /** Whether the guarantee holds for all slices at once: each is then tested at delta over their number. */
  readonly joint?: boolean;
  /** Noise rates of a slice, in place of those of the options; undefined keeps the options'. */
  noiseOf?(slice: string): NoiseRates | undefined;
}

/**
 * A recipe that sets a threshold of its own for each slice.
 *
 * Each slice keeps the recipe's guarantee at delta by itself: of twenty slices at delta .05 one may be expected to
 * miss its target. With `joint` the slices that have the support share delta, and with probability at least
 * 1 − delta all keep theirs, and so does everything that passes, whatever the mix. Which slices have the support
 * depends on counts alone, never on the answers. A slice that the feedback does not show stays closed.
 *
 * Throws: when `minSupport` is no whole number from 1 up.
 */
export function slicedGate(recipe: GateRecipe, slicing: Slicing): GateRecipe {
  const { minSupport, joint = false } = slicing;
  if (!(Number.isInteger(minSupport) && minSupport >= 1))
    throw new Error(`The minimum support of a slice is ${minSupport}: give a whole number from 1 up`);
  const name = `${recipe.name} by ${slicing.name}`;
  return {
    name,
    summary: `${recipe.summary} One threshold a slice (${slicing.name}), closed below ${minSupport} examples.`,
    // Slices that keep their promise each by itself promise nothing of all that passes.
    promise: joint ? recipe.promise : 'none',
    fit(examples, options) {
      recipe.fit([], options); // Refuses bad settings where no slice has the support to be fitted.
      const groups = grouped(examples, slicing);
      const supported = [...groups.values()].filter(({ length }) => length >= minSupport).length;
      const delta = joint && supported > 0 ? options.delta / supported : options.delta;
      const gates = new Map<string, Gate>();
      const slices: GateSlice[] = [];
      for (const [slice, members] of groups) {
        const noise = slicing.noiseOf?.(slice) ?? options.noise;
        const gate = recipe.fit(members, { ...options, delta, ...(noise && { noise }) });
        if (members.length < minSupport) {
          const reason = `stays closed: it has ${members.length} held-out examples, and ${minSupport} are asked for`;
          slices.push({ slice, threshold: null, reason });
        } else {
          gates.set(slice, gate);
          slices.push({ slice, threshold: gate.threshold, reason: gate.reason });
        }
      }
      return {
        name,
        threshold: lowest(slices),
        reason: summaryOf(slices, slicing.name),
        slices,
        decide: (score, action, procedure) =>
          gates.get(slicing.sliceOf(action, procedure))?.decide(score, action, procedure) ?? 'defer',
      };
    },
  };
}

/** In order of the slices' names, so that nothing depends on the order of the examples. */
function grouped(examples: readonly GateExample[], { sliceOf }: Slicing): Map<string, GateExample[]> {
  const groups = new Map<string, GateExample[]>();
  for (const example of examples) {
    const slice = sliceOf(example.action, example.procedure);
    const members = groups.get(slice);
    if (members) members.push(example);
    else groups.set(slice, [example]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function lowest(slices: readonly GateSlice[]): number | null {
  const thresholds = slices.flatMap(({ threshold }) => threshold ?? []);
  return thresholds.length > 0 ? Math.min(...thresholds) : null;
}

function summaryOf(slices: readonly GateSlice[], name: string): string {
  if (slices.length === 0) return 'there is no held-out feedback to set a threshold from';
  const closed = slices.filter(({ threshold }) => threshold === null);
  const open = `${slices.length - closed.length} of ${slices.length} slices by ${name} have a threshold`;
  const [first] = closed;
  return first
    ? `${open}; closed: ${closed.map(({ slice }) => slice).join(', ')} (${first.slice}: ${first.reason})`
    : open;
}
