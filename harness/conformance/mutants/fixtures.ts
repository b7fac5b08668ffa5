import type { Mutant } from './mutant.ts';

/** Faults in importers, plans and generated data. */
export const FIXTURE_MUTANTS: readonly Mutant[] = [
  {
    file: 'fixtures/importers/star/session.ts',
    fault: 'takes seconds for milliseconds',
    find: 'Math.round(event.UnixTime * 1000)',
    put: 'Math.round(event.UnixTime)',
    tests: ['harness/conformance/importers.test.ts', 'fixtures/importers/star/archive.test.ts'],
  },
];
