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
  {
    file: 'fixtures/importers/star/session.ts',
    fault: 'what the operator picked is not the first of those shown',
    find: 'picked && !options.includes(action) ? [action, ...options] : options',
    put: 'picked && !options.includes(action) ? [...options, action] : options',
    tests: ['fixtures/importers/star.test.ts', 'fixtures/importers/star/archive.test.ts'],
  },
  {
    file: 'fixtures/importers/star/session.ts',
    fault: 'the active time of a step holds that of the steps before',
    find: '    this.#activeMs = 0;\n',
    put: '',
    tests: ['fixtures/importers/star.test.ts', 'fixtures/importers/star/archive.test.ts'],
  },
  {
    file: 'fixtures/importers/star/session.ts',
    fault: 'of equal results the first one is taken',
    find: 'this.#items.findLastIndex(',
    put: 'this.#items.findIndex(',
    tests: ['fixtures/importers/star.test.ts', 'fixtures/importers/star/archive.test.ts'],
  },
  {
    file: 'fixtures/importers/star/session.ts',
    fault: 'criticality is that of the procedure that was open first',
    find: 'isCritical(action, this.#context.catalog, this.#open)',
    put: 'isCritical(action, this.#context.catalog, this.#dialogue.Scenario.WizardCapabilities[0]!.Task)',
    tests: ['fixtures/importers/star.test.ts', 'fixtures/importers/star/archive.test.ts'],
  },
  {
    file: 'fixtures/plans/heed-goal.ts',
    fault: 'what was said after a wrong value was written keeps the wrong value',
    find: 'heeded[later] = corrected(heeded[later]!, before, value);',
    put: 'heeded[later] = heeded[later]!;',
    tests: ['harness/conformance/what-counts.test.ts'],
  },
  {
    file: 'fixtures/plans/heed-goal.ts',
    fault: 'a value is replaced within other words, too',
    find: '(?<![\\\\p{L}\\\\p{N}])',
    put: '',
    tests: ['harness/conformance/what-counts.test.ts'],
  },
  {
    file: 'fixtures/plans/judge-acts.ts',
    fault: 'of a form submitted twice otherwise the second is the mistake',
    find: '    else draft.part = left;',
    put: '    else again.part = left;',
    tests: ['fixtures/plans/plan-session.test.ts'],
  },
  {
    file: 'fixtures/link-cases.ts',
    fault: 'near copies differ where letter case does',
    find: '    .toLowerCase()\n',
    put: '',
    tests: ['fixtures/link-cases.test.ts'],
  },
  {
    file: 'fixtures/link-cases.ts',
    fault: 'short sessions that are alike are one case',
    find: 'const FEWEST_STEPS = 3;',
    put: 'const FEWEST_STEPS = 1;',
    tests: ['fixtures/link-cases.test.ts'],
  },
  {
    file: 'fixtures/generator/operators.ts',
    fault: 'the skilled are slower',
    find: '0.6 * (0.5 - operator.skill)',
    put: '0.6 * (operator.skill - 0.5)',
    tests: ['fixtures/generator/generate-dataset.test.ts'],
  },
];
