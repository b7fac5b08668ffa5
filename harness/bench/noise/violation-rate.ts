import type { Gate, GateExample, GateOptions, GateRecipe } from '../../contract/gate.ts';
import type { NoiseRates } from '../../contract/noise-rates.ts';
import type { Rng } from '../../contract/rng.ts';

/** A scored suggestion whose truth is known. */
export interface KnownSuggestion extends Omit<GateExample, 'accepted'> {
  readonly right: boolean;
}

export interface RedrawSettings {
  /** Answers in each redrawn feedback; with whole sessions, the last one may bring a few more. */
  readonly sample: number;
  readonly runs: number;
  /**
   * How operators really answer, alike everywhere or by the suggestion, such as by its kind of action; `options.noise`
   * is what the gate is told of it.
   */
  readonly noise: NoiseRates | ((suggestion: KnownSuggestion) => NoiseRates);
  readonly options: GateOptions;
  /** What is drawn: suggestions one by one, as the guarantees assume, or whole sessions, as feedback comes. */
  readonly unit?: 'suggestion' | 'session';
}

/** What became of a gate's promise over many draws of the feedback. Shares are of all runs. */
export type Redraws = ReturnType<typeof violationRate>;

/** Rounding of a precision that is exactly the target is no violation. */
const ROUNDING = 1e-9;

/**
 * How often a gate misses its target, by drawing its feedback anew from a population whose truth is known: suggestions
 * are drawn with replacement, answered with noise, the gate is fitted, and what it lets pass of the population judged.
 *
 * Throws: when the population is empty or `sample` or `runs` is no whole number from 1 up.
 */
export function violationRate(
  population: readonly KnownSuggestion[],
  recipe: GateRecipe,
  settings: RedrawSettings,
  rng: Rng,
) {
  const { sample, runs, noise, options } = settings;
  if (population.length === 0) throw new Error('There is no population to draw feedback from');
  for (const [name, count] of Object.entries({ sample, runs }))
    if (!(Number.isInteger(count) && count >= 1)) throw new Error(`${name} is ${count}: give a whole number from 1 up`);
  const judged = prepare(population, typeof noise === 'function' ? noise : () => noise);
  const draw =
    settings.unit === 'session' ? sessionDraw(judged.ranked, sample, rng) : plainDraw(judged.ranked, sample, rng);
  const sums = { violations: 0, acceptanceViolations: 0, open: 0, coverage: 0, precision: 0 };
  for (let run = 0; run < runs; run++) {
    const gate = recipe.fit(answer(judged, draw(), rng), options);
    const { passed, right, acceptable } = judge(judged, gate);
    if (passed === 0) continue;
    const precision = right / passed;
    const acceptance = acceptable / passed;
    sums.open++;
    sums.coverage += passed / population.length;
    sums.precision += precision;
    if (precision < options.targetPrecision - ROUNDING) sums.violations++;
    if (acceptance < options.targetPrecision - ROUNDING) sums.acceptanceViolations++;
  }
  return {
    runs,
    /** Runs in which less than the target of what passes is right. */
    violations: sums.violations,
    violationRate: sums.violations / runs,
    /** Runs in which operators would accept less than the target of what passes. */
    acceptanceViolationRate: sums.acceptanceViolations / runs,
    openShare: sums.open / runs,
    /** Share of the population that passes, closed gates counting 0. */
    meanCoverage: sums.coverage / runs,
    /** Mean share right of what passes, over open gates; null: none opened. */
    meanPrecision: sums.open > 0 ? sums.precision / sums.open : null,
  };
}

/** The population best score first, with both possible answers of each made once: redraws then create no objects. */
type Prepared = ReturnType<typeof prepare>;

function prepare(population: readonly KnownSuggestion[], noiseOf: (suggestion: KnownSuggestion) => NoiseRates) {
  const ranked = [...population].sort((a, b) => b.score - a.score);
  const chances = Float64Array.from(ranked, (one) => {
    const { alpha, beta } = noiseOf(one);
    return one.right ? 1 - alpha : beta;
  });
  const rightBefore = new Int32Array(ranked.length + 1);
  const acceptableBefore = new Float64Array(ranked.length + 1);
  for (const [at, { right }] of ranked.entries()) {
    rightBefore[at + 1] = rightBefore[at]! + (right ? 1 : 0);
    acceptableBefore[at + 1] = acceptableBefore[at]! + chances[at]!;
  }
  const answered = (accepted: boolean) =>
    ranked.map(
      ({ score, action, procedure, session }): GateExample => ({ score, accepted, action, procedure, session }),
    );
  return {
    ranked,
    accepted: answered(true),
    rejected: answered(false) /** P(operator accepts) of each. */,
    chances /** How many of the first k are right, at k. */,
    rightBefore /** Sum of the first k chances, at k. */,
    acceptableBefore,
  };
}

/** Places in the ranking, in order: feedback that comes sorted is sorted fast. */
type Draw = () => Int32Array;

function plainDraw(ranked: readonly KnownSuggestion[], sample: number, rng: Rng): Draw {
  const places = new Int32Array(sample);
  return () => {
    for (let i = 0; i < sample; i++) places[i] = Math.floor(rng.next() * ranked.length);
    return places.sort();
  };
}

/** Whole sessions, with replacement, until there are at least as many answers as asked for. */
function sessionDraw(ranked: readonly KnownSuggestion[], sample: number, rng: Rng): Draw {
  const bySession = new Map<string, number[]>();
  for (const [at, { session }] of ranked.entries()) {
    const members = bySession.get(session);
    if (members) members.push(at);
    else bySession.set(session, [at]);
  }
  const sessions = [...bySession.values()];
  return () => {
    const places: number[] = [];
    while (places.length < sample) places.push(...sessions[Math.floor(rng.next() * sessions.length)]!);
    return Int32Array.from(places).sort();
  };
}

function answer(judged: Prepared, places: Int32Array, rng: Rng): GateExample[] {
  const examples = new Array<GateExample>(places.length);
  for (let i = 0; i < places.length; i++) {
    const at = places[i]!;
    examples[i] = rng.next() < judged.chances[at]! ? judged.accepted[at]! : judged.rejected[at]!;
  }
  return examples;
}

/** What passes, how much of it is right, and how much of it operators can be expected to accept. */
function judge({ ranked, chances, rightBefore, acceptableBefore }: Prepared, gate: Gate) {
  if (gate.slices === undefined) {
    const passed = gate.threshold === null ? 0 : countAtLeast(ranked, gate.threshold);
    return { passed, right: rightBefore[passed]!, acceptable: acceptableBefore[passed]! };
  }
  const sums = { passed: 0, right: 0, acceptable: 0 };
  for (const [at, one] of ranked.entries()) {
    if (gate.decide(one.score, one.action, one.procedure) !== 'execute') continue;
    sums.passed++;
    if (one.right) sums.right++;
    sums.acceptable += chances[at]!;
  }
  return sums;
}

function countAtLeast(ranked: readonly KnownSuggestion[], threshold: number): number {
  let [low, high] = [0, ranked.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranked[middle]!.score >= threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}
