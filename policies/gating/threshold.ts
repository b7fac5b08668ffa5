import type { Decision, Gate, GateExample, GateOptions } from '../../harness/contract/gate.ts';

/** What passes at a threshold: how many examples, and how many of them were accepted. */
export interface Passed {
  readonly threshold: number;
  readonly passed: number;
  readonly accepted: number;
}

/**
 * The distinct thresholds that the examples offer, strictest first, with what passes at each. Examples of one score
 * pass together. Throws: when an option is out of its range or a score is no number.
 */
export function thresholds(examples: readonly GateExample[], options: GateOptions): Passed[] {
  const { targetPrecision, delta } = options;
  for (const [name, value] of Object.entries({ targetPrecision, delta }))
    if (!(value > 0 && value < 1)) throw new Error(`${name} is ${value}: give a number between 0 and 1`);
  const broken = examples.find((example) => Number.isNaN(example.score));
  if (broken) throw new Error(`an example of session ${broken.session} has no number as its score: score it again`);
  const sorted = [...examples].sort((a, b) => b.score - a.score);
  const all: Passed[] = [];
  let accepted = 0;
  for (const [index, example] of sorted.entries()) {
    if (example.accepted) accepted++;
    if (sorted[index + 1]?.score !== example.score) all.push({ threshold: example.score, passed: index + 1, accepted });
  }
  return all;
}

/** A gate that executes at or above a threshold, and defers everything where there is none. */
export function thresholdGate(name: string, threshold: number | null, reason: string): Gate {
  const decide = (score: number): Decision => (threshold !== null && score >= threshold ? 'execute' : 'defer');
  return { name, threshold, reason, decide };
}

/** A share as people read it: `91.4 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
