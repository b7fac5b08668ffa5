import type { Rng } from '../../harness/contract/rng.ts';
import { meanOf, sumOf } from '../../harness/shared/numbers.ts';
import type { Ranged } from './interval.ts';
import { meanEstimate } from './mean-estimate.ts';
import { NOT_NEGATIVE } from './range.ts';

/** An input of a model that is screened: of a quantity the even number of its levels, of categories how many there are. */
export type ScreenedInput = { readonly levels: number } | { readonly categories: number };

/** One walk through the inputs' grid, each input changed once, in random order. */
export interface Trajectory {
  /** What each input stands at, from 0: one more point than inputs. */
  readonly points: readonly (readonly number[])[];
  readonly steps: readonly Step[];
}

interface Step {
  /** Place of the input that is changed. */
  readonly input: number;
  /** By which part of its range, with its sign. Of categories 1. */
  readonly by: number;
}

/**
 * Trajectories for Morris screening. A quantity goes by half of its levels upwards or downwards, which is p / (2(p − 1))
 * of its range, so that each level is as likely; of categories any other is as likely.
 *
 * Throws: of an odd number of levels or fewer than two. Source: Morris 1991.
 */
export function morrisTrajectories(inputs: readonly ScreenedInput[], count: number, rng: Rng): Trajectory[] {
  for (const input of inputs) checkInput(input);
  return Array.from({ length: count }, () => {
    let at = inputs.map((input) => below(sizeOf(input), rng));
    const points = [at];
    const steps = shuffled(inputs.length, rng).map((place): Step => {
      const input = inputs[place] as ScreenedInput;
      const from = at[place] as number;
      const to = changed(input, from, rng);
      at = at.with(place, to);
      points.push(at);
      return { input: place, by: 'levels' in input ? (to - from) / (input.levels - 1) : 1 };
    });
    return { points, steps };
  });
}

const sizeOf = (input: ScreenedInput) => ('levels' in input ? input.levels : input.categories);

function checkInput(input: ScreenedInput): void {
  const size = sizeOf(input);
  const isEven = !('levels' in input) || size % 2 === 0;
  if (!(Number.isInteger(size) && size >= 2 && isEven))
    throw new Error(`${size} ${Object.keys(input)[0]} cannot be screened: take two or more, of levels an even number.`);
}

function changed(input: ScreenedInput, from: number, rng: Rng): number {
  if ('levels' in input) return from + (from < input.levels / 2 ? input.levels / 2 : -input.levels / 2);
  return (from + 1 + below(input.categories - 1, rng)) % input.categories;
}

const below = (count: number, rng: Rng) => Math.floor(rng.next() * count);

/** Places in an order in which each is as likely as any other. Source: Fisher & Yates. */
function shuffled(count: number, rng: Rng): number[] {
  const places = Array.from({ length: count }, (_, at) => at);
  for (let last = count - 1; last > 0; last--) {
    const other = below(last + 1, rng);
    [places[last], places[other]] = [places[other] as number, places[last] as number];
  }
  return places;
}

/**
 * What the output changes by for each input, as it would over the input's whole range: one number for each input, in their
 * order. Null: the output has no value at an end of the step.
 */
export function elementaryEffects({ steps }: Pick<Trajectory, 'steps'>, outputs: readonly (number | null)[]) {
  const effects: (number | null)[] = steps.map(() => null);
  for (const [at, { input, by }] of steps.entries()) {
    const [before, after] = [outputs[at] ?? null, outputs[at + 1] ?? null];
    if (before !== null && after !== null) effects[input] = (after - before) / by;
  }
  return effects;
}

/** What an input does to the output over the trajectories, in the output's unit over the input's whole range. */
export interface Screening {
  /** Mean effect, with its sign: near 0 where effects cancel. Null: no trajectory has one. */
  readonly mu: number | null;
  /** Mean size of the effect, with a 95 % interval over trajectories. */
  readonly muStar: Ranged;
  /** How much effects differ with where the other inputs stand, and with chance. Null: fewer than two. */
  readonly sigma: number | null;
}

/** Morris's measures of one input, of its effect in each trajectory. Source: Campolongo, Cariboni & Saltelli 2007. */
export function screeningOf(effects: readonly (number | null)[]): Screening {
  const known = effects.filter((effect) => effect !== null);
  const mu = known.length > 0 ? meanOf(known) : null;
  return {
    mu,
    muStar: meanEstimate(known.map(Math.abs), NOT_NEGATIVE),
    sigma:
      mu === null || known.length < 2
        ? null
        : Math.sqrt(sumOf(known, (effect) => (effect - mu) ** 2) / (known.length - 1)),
  };
}
