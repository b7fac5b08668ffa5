import type { Mutant } from './mutant.ts';

/** Faults in the bench's own tools, its rounds, and the critic on an encoder. */
export const TOOL_MUTANTS: readonly Mutant[] = [
  {
    file: 'harness/tools/worker/cell-player.ts',
    fault: 'a worker leaves where one cell fails often',
    find: 'this.#failedInARow.add(id);',
    put: 'this.#failedInARow.add(id + this.#failedInARow.size);',
    tests: ['harness/tools/worker/cell-player.test.ts'],
  },
  {
    file: 'harness/tools/worker/cell-player.ts',
    fault: 'what other code made is kept as a result',
    find: '      this.#check(id, attempt);\n',
    put: '',
    tests: ['harness/tools/worker/cell-player.test.ts'],
  },
  {
    file: 'harness/tools/worker/worker.ts',
    fault: 'a worker plays cells without the time limit that it was given',
    find: "    ...(timeout === undefined ? [] : ['--timeout', String(timeout)]),\n",
    put: '',
    tests: ['harness/tools/worker/cell-player.test.ts'],
  },
  {
    file: 'harness/tools/speed/speed.ts',
    fault: 'a policy is measured on what it learned from',
    find: 'sessions: sessions.slice(TAUGHT) }',
    put: 'sessions }',
    tests: ['harness/tools/speed/speed.test.ts'],
  },
  {
    file: 'harness/tools/speed/memory-play.ts',
    fault: 'sessions that taught the policy are played, too',
    find: 'all.slice(taught).map(',
    put: 'all.map(',
    tests: ['harness/tools/speed/memory-play.test.ts'],
  },
  {
    file: 'harness/deployment/run-rounds.ts',
    fault: 'an alarm is acted on at the end of the day',
    find: 'for (const state of breached) if (isAutomated(state)) state.rollBack(day.day);',
    put: '',
    tests: ['harness/deployment/run-rounds.test.ts'],
  },
  {
    file: 'harness/deployment/run-rounds.ts',
    fault: 'policies that no slice is deployed with any more are never let go',
    find: '      await version.policy.dispose();\n      this.#versions.splice',
    put: '      this.#versions.splice',
    tests: ['harness/deployment/run-rounds.test.ts'],
  },
  {
    file: 'harness/deployment/slice-state.ts',
    fault: 'a sample stays with operators that is as large as what does not',
    find: '< rules.sampleShare',
    put: '>= rules.sampleShare',
    tests: ['harness/deployment/slice-state.test.ts'],
  },
  {
    file: 'policies/critics/support/encoder-critic.ts',
    fault: 'scores of proposals close up over those that propose nothing',
    find: '        scores[at] = sigmoid(',
    put: '        scores[row] = sigmoid(',
    tests: ['policies/critics/support/encoder-critic.test.ts'],
  },
  {
    file: 'policies/critics/support/encoder-critic.ts',
    fault: 'the values of a form are no part of what is judged',
    find: "values === '' ? words :",
    put: "values !== '!' ? words :",
    tests: ['policies/critics/support/encoder-critic.test.ts'],
  },
];
