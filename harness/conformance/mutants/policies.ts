import type { Mutant } from './mutant.ts';

const MONITORS = 'harness/conformance/monitor-laws.test.ts';

/** Faults in policies, critics, gates and monitors. */
export const POLICY_MUTANTS: readonly Mutant[] = [
  {
    file: 'policies/monitors/cusum.ts',
    fault: 'the threshold is lower than the promise asks for',
    find: 'meanRun, Math.log(meanRun));',
    put: 'meanRun, Math.log(meanRun)) / 1.3;',
    tests: [MONITORS],
  },
  {
    file: 'policies/monitors/page-hinkley.ts',
    fault: 'the threshold is lower than the mean run asks for',
    find: 'meanRun, Math.log(meanRun) / exponentOf(baseline, tolerance));',
    put: 'meanRun, Math.log(meanRun) / exponentOf(baseline, tolerance)) / 1.3;',
    tests: [MONITORS],
  },
  {
    file: 'policies/monitors/page-hinkley.ts',
    fault: 'half the tolerance',
    find: 'const tolerance = (degraded - baseline) / 2;',
    put: 'const tolerance = (degraded - baseline) / 4;',
    tests: [MONITORS],
  },
  {
    file: 'policies/gating/acceptance-goal.ts',
    fault: 'takes accepts of wrong suggestions for none',
    find: '(1 - alpha) * targetPrecision + beta * (1 - targetPrecision)',
    put: '(1 - alpha) * targetPrecision',
    tests: ['policies/gates/gates.test.ts'],
  },
  {
    file: 'policies/gating/ladder.ts',
    fault: 'leaves out the loosest threshold',
    find: 'if (last && last.passed >= fewest && rungs.at(-1) !== last) rungs.push(last);',
    put: '',
    tests: ['policies/gates/gates.test.ts'],
  },
  {
    file: 'policies/calibrators/platt.ts',
    fault: 'accepts count in full',
    find: 'const high = (accepted + 1) / (accepted + 2);',
    put: 'const high = 1 - 1e-9;',
    tests: ['policies/calibrators/calibrators.test.ts', 'policies/calibration/calibration.test.ts'],
  },
  {
    file: 'policies/calibrators/isotonic.ts',
    fault: 'jumps between blocks',
    find: 'share + way * (shareOf(next) - share)',
    put: 'share',
    tests: ['policies/calibrators/calibrators.test.ts', 'policies/calibration/calibration.test.ts'],
  },
  {
    file: 'policies/calibrators/venn-abers.ts',
    fault: 'takes the mean of the two probabilities',
    find: 'return accepted / (1 - rejected + accepted);',
    put: 'return (accepted + rejected) / 2;',
    tests: ['policies/calibrators/calibrators.test.ts', 'policies/calibration/calibration.test.ts'],
  },
  {
    file: 'policies/noise/dawid-skene.ts',
    fault: 'counts a suggestion’s answers once for all suggestions answered alike',
    find: 'const share = posteriors.get(key)! * count;',
    put: 'const share = posteriors.get(key)!;',
    tests: ['policies/noise/dawid-skene.test.ts'],
  },
  {
    file: 'policies/noise/gold-audit.ts',
    fault: 'takes the lower end for the upper',
    find: 'high: 1 - clopperPearsonLower(trials - successes, trials, side),',
    put: 'high: clopperPearsonLower(successes, trials, side),',
    tests: ['policies/noise/gold-audit.test.ts'],
  },
  {
    file: 'policies/gating/sliced-gate.ts',
    fault: 'slices that stay closed for want of answers still take their share of δ',
    find: 'const delta = joint && supported > 0 ? options.delta / supported : options.delta;',
    put: 'const delta = joint && supported > 0 ? options.delta / groups.size : options.delta;',
    tests: ['policies/gating/sliced-gate.test.ts'],
  },
  {
    file: 'policies/gating/sliced-gate.ts',
    fault: 'the lowest threshold is the highest',
    find: 'Math.min(...thresholds)',
    put: 'Math.max(...thresholds)',
    tests: ['policies/gating/sliced-gate.test.ts'],
  },
  {
    file: 'policies/critic/out-of-fold.ts',
    fault: 'folds are dealt by answer, so that answers of one session teach and are scored',
    find: 'examples.map(({ session }) => (hashText(',
    put: 'examples.map(({ accepted: session }) => (hashText(',
    tests: ['policies/critic/out-of-fold.test.ts'],
  },
  {
    file: 'policies/critic/out-of-fold.ts',
    fault: 'scores go to other answers of the fold',
    find: 'probabilities[at] = scores[row]!',
    put: 'probabilities[at] = scores[places.length - 1 - row]!',
    tests: ['policies/critic/out-of-fold.test.ts'],
  },
];
