import type { Mutant } from './mutant.ts';

const MONITORS = 'harness/conformance/monitor-laws.test.ts';

/** Faults in policies, critics, gates and monitors. */
export const POLICY_MUTANTS: readonly Mutant[] = [
  {
    file: 'policies/monitors/cusum.ts',
    fault: 'the threshold is lower than the promise asks for',
    find: 'const height = Math.log(meanRun);',
    put: 'const height = Math.log(meanRun) / 1.3;',
    tests: [MONITORS],
  },
  {
    file: 'policies/monitors/page-hinkley.ts',
    fault: 'half the tolerance',
    find: 'const tolerance = (degraded - baseline) / 2;',
    put: 'const tolerance = (degraded - baseline) / 4;',
    tests: [MONITORS],
  },
];
