import type { GateOptions, GateRecipe } from '../../harness/contract/gate.ts';
import { clopperPearsonLower } from '../gating/binomial.ts';
import { type Passed, percent, thresholdGate, thresholds } from '../gating/threshold.ts';

const NAME = 'clopper-pearson';

/** Thresholds are tried at counts of passed examples that grow by this factor. */
const STEP = 1.05;

/** Fewest examples that can show the target, all of them accepted: the smallest n with targetPrecision^n ≤ delta. */
export function fewestExamples({ targetPrecision, delta }: GateOptions): number {
  return Math.ceil(Math.log(delta) / Math.log(targetPrecision) - 1e-9);
}

/** Every rung: a threshold, and how many examples pass. Depends on the scores alone, never on who accepted. */
function ladder(all: readonly Passed[], fewest: number): Passed[] {
  const rungs: Passed[] = [];
  for (const candidate of all)
    if (candidate.passed >= fewest && candidate.passed >= (rungs.at(-1)?.passed ?? 0) * STEP) rungs.push(candidate);
  return rungs;
}

/** Where walks start: the first rung, and then each rung with at least twice the examples of the start before. */
function starts(rungs: readonly Passed[]): number[] {
  const found: number[] = [];
  for (const [index, rung] of rungs.entries()) {
    const before = found.at(-1);
    if (before === undefined || rung.passed >= 2 * rungs[before]!.passed) found.push(index);
  }
  return found;
}

/**
 * The lowest threshold whose precision is shown by exact binomial tests, over several fixed sequences.
 *
 * With probability at least 1 − delta over the draw of the held-out feedback, operators accept at least
 * `targetPrecision` of what passes, provided that the examples are independent draws of what the gate will see, and
 * that policy, critic and operators stay as they are. Several thresholds are looked at, so one test at level delta
 * would promise too much: walks from strict to loose start at doubling counts of examples, share delta equally, and
 * each ends at its first failure. Says nothing of true correctness where operators accept what is wrong.
 *
 * Source: Clopper & Pearson 1934; fixed-sequence testing with several starts, Angelopoulos et al., arXiv 2110.01052.
 */
export const recipe: GateRecipe = {
  name: NAME,
  summary: 'Lowest threshold whose precision is shown with confidence 1 − delta by Clopper-Pearson bounds.',
  fit(examples, options) {
    const { targetPrecision, delta } = options;
    const fewest = fewestExamples(options);
    const rungs = ladder(thresholds(examples, options), fewest);
    if (rungs.length === 0) {
      const needed = `a precision of ${percent(targetPrecision)} takes at least ${fewest} held-out examples`;
      return thresholdGate(NAME, null, `${needed}: there are ${examples.length}`);
    }
    const walks = starts(rungs);
    const level = delta / walks.length;
    const bound = ({ accepted, passed }: Passed) => clopperPearsonLower(accepted, passed, level);
    const shown = ({ passed, accepted, threshold }: Passed) =>
      `${accepted} of ${passed} held-out actions at or above ${threshold.toFixed(4)} were accepted, at least ${percent(bound({ passed, accepted, threshold }))} with confidence ${percent(1 - level)}`;
    let chosen: Passed | null = null;
    for (const start of walks)
      for (let at = start; at < rungs.length && bound(rungs[at]!) >= targetPrecision; at++)
        if (chosen === null || rungs[at]!.passed > chosen.passed) chosen = rungs[at]!;
    if (chosen) return thresholdGate(NAME, chosen.threshold, `${shown(chosen)} (target ${percent(targetPrecision)})`);
    // Only where a walk starts is the bound one that a closed gate has missed: past a failure nothing was tested.
    const closest = walks.map((at) => rungs[at]!).reduce((best, rung) => (bound(rung) > bound(best) ? rung : best));
    return thresholdGate(
      NAME,
      null,
      `no threshold shows ${percent(targetPrecision)}: the closest is that ${shown(closest)}`,
    );
  },
};
