import type { Decision, Gate, GateExample, GateOptions } from '../../../harness/contract/gate.ts';

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
  const sorted = inOrder(examples) ? examples : [...examples].sort((a, b) => b.score - a.score);
  const all: Passed[] = [];
  let accepted = 0;
  for (let passed = 1; passed <= sorted.length; passed++) {
    const example = sorted[passed - 1]!;
    if (example.accepted) accepted++;
    if (sorted[passed]?.score !== example.score) all.push({ threshold: example.score, passed, accepted });
  }
  return all;
}

/** Whether the best score already comes first, as in redraws of feedback by the thousand. Throws: at NaN. */
function inOrder(examples: readonly GateExample[]): boolean {
  let falls = true;
  let before = Number.POSITIVE_INFINITY;
  for (let i = 0; i < examples.length; i++) {
    const { score, session } = examples[i]!;
    if (Number.isNaN(score))
      throw new Error(`an example of session ${session} has no number as its score: score it again`);
    if (score > before) falls = false;
    before = score;
  }
  return falls;
}

/** A gate that executes at or above a threshold, and defers everything where there is none. */
export function thresholdGate(name: string, threshold: number | null, reason: string): Gate {
  const decide = (score: number): Decision => (threshold !== null && score >= threshold ? 'execute' : 'defer');
  return { name, threshold, reason, decide };
}

/** Thresholds are tried at counts of passed examples that grow by this factor. */
const STEP = 1.05;

/**
 * The thresholds that are tested, strictest first: from `fewest` passed examples on, at growing counts, the loosest of
 * all last. Depends on the scores alone, never on who accepted: only then are they chosen before the tests.
 */
export function thresholdGrid(all: readonly Passed[], fewest: number): Passed[] {
  const rungs: Passed[] = [];
  for (const candidate of all)
    if (candidate.passed >= fewest && candidate.passed >= (rungs.at(-1)?.passed ?? 0) * STEP) rungs.push(candidate);
  // The loosest threshold of all is worth a test, however near the rung before.
  const last = all.at(-1);
  if (last && last.passed >= fewest && rungs.at(-1) !== last) rungs.push(last);
  return rungs;
}

/** A share as people read it: `91.4 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
