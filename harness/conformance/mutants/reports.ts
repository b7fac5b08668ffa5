import type { Mutant } from './mutant.ts';

/** Faults in statistics, metrics and what is written. */
export const REPORT_MUTANTS: readonly Mutant[] = [
  {
    file: 'reports/tables/text-field.ts',
    fault: 'a full-width ＠ or a per cent sign begins no formula',
    find: '[=+\\-@|%\\uff0b\\uff0d\\uff1d\\uff20]',
    put: '[=+\\-@|\\uff0b\\uff0d\\uff1d]',
    tests: ['reports/tables/csv.test.ts'],
  },
];
