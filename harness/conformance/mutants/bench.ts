import type { Mutant } from './mutant.ts';

/** Faults in what experiments share: data, desks, points of the grid, staged results; and in rounds of deployment. */
export const BENCH_MUTANTS: readonly Mutant[] = [
  {
    file: 'harness/bench/data/survey-times.ts',
    fault: 'a session is over with its first closing message',
    find: 'closing.at(-1)?.atMs',
    put: 'closing.at(0)?.atMs',
    tests: ['harness/bench/data/survey-times.test.ts'],
  },
  {
    file: 'harness/bench/data/splits.ts',
    fault: 'sessions that a rule does not hold out are lost',
    find: 'splitOrExplain(rule.train, seed, RULE_SHARES)',
    put: 'splitOrExplain(rule.train, seed, shares)',
    tests: ['harness/bench/data/splits.test.ts'],
  },
  {
    file: 'harness/bench/closed-loop/open-world.ts',
    fault: 'the rarest cause stands first',
    find: 'b.count - a.count',
    put: 'a.count - b.count',
    tests: ['harness/bench/closed-loop/open-world.test.ts'],
  },
  {
    file: 'harness/bench/closed-loop/settle-points.ts',
    fault: 'one more trait takes the place of all others',
    find: 'traits: { ...point.noise.traits, [name]: strength }',
    put: 'traits: { [name]: strength }',
    tests: ['harness/bench/closed-loop/settle-points.test.ts'],
  },
  {
    file: 'harness/bench/desks/parity.ts',
    fault: 'after a crash each trace is compared with another session’s',
    find: 'const other = played(trace, at++);',
    put: "const other = played(trace, trace.end === 'crashed' ? at : at++);",
    tests: ['harness/bench/desks/parity.test.ts'],
  },
  {
    file: 'harness/bench/staged/staged-figures.ts',
    fault: 'cards show the second noise level in place of the last',
    find: 'new Set([rows[0], rows.at(-1)])',
    put: 'new Set([rows[0], rows.at(1)])',
    tests: ['harness/bench/staged/findings.test.ts'],
  },
  {
    file: 'harness/deployment/run-rounds.ts',
    fault: 'operators end each case for a day more than asked for',
    find: 'today - state.since >= rules.calibrationDays',
    put: 'today - state.since > rules.calibrationDays',
    tests: ['harness/deployment/run-rounds.test.ts'],
  },
  {
    file: 'harness/deployment/run-rounds.ts',
    fault: 'every day counts as a round, so that no round ever comes',
    find: 'if (round) state.learnedOn = today;',
    put: 'state.learnedOn = today;',
    tests: ['harness/deployment/run-rounds.test.ts'],
  },
];
