import type { Mutant } from './mutant.ts';

const EFFECTS = 'simulators/case/effects.test.ts';

/** Faults in the branches of the lively world, one by one. */
export const WORLD_MUTANTS: readonly Mutant[] = [
  {
    file: 'simulators/case/action-effects.ts',
    fault: 'what cannot be undone goes unnoticed by the customer',
    find: '.sort();\n    this.makeNoticeable();',
    put: '.sort();',
    tests: [EFFECTS, 'simulators/case/customer/customer.test.ts'],
  },
  {
    file: 'simulators/case/action-effects.ts',
    fault: 'a result that a step asked for is not that step’s',
    find: 'if (stepIndex !== null) after.results = new Map',
    put: 'if (stepIndex === null) after.results = new Map',
    tests: [EFFECTS],
  },
  {
    file: 'simulators/case/apply-message.ts',
    fault: 'a final message leaves no commitment',
    find: "  if (indexed.step.effect === 'final') now.commit(action);\n",
    put: '',
    tests: [EFFECTS],
  },
  {
    file: 'simulators/case/apply-message.ts',
    fault: 'whoever said something untrue does not take the step for done',
    find: '  if (instead) now.markWrong(instead.stepIndex, id);\n',
    put: '',
    tests: [EFFECTS],
  },
  {
    file: 'simulators/case/apply-message.ts',
    fault: 'a question asked again is not answered again',
    find: '  now.apply(repeatAnswer(now.customer, indexed.stepIndex));\n',
    put: '',
    tests: [EFFECTS, 'simulators/case/customer/customer.test.ts'],
  },
  {
    file: 'simulators/case/apply-submission.ts',
    fault: 'what was done with a misstated value is taken for the operator’s own error',
    find: "const amiss = misstated.length > 0 ? 'customer' : 'earlier error';",
    put: "const amiss = 'earlier error';",
    tests: ['simulators/case/apply-submission.test.ts', 'simulators/case/customer/customer.test.ts'],
  },
  {
    file: 'simulators/case/apply-submission.ts',
    fault: 'a value that the plan itself writes over later spoils the earlier step',
    find: '        !isWrittenLater(now, stepIndex, field),',
    put: '        true,',
    tests: ['simulators/case/apply-submission.test.ts', EFFECTS],
  },
  {
    file: 'simulators/case/apply-submission.ts',
    fault: 'a right form on wrong ground is a right form',
    find: '      else onWrongGround(now, action, indexed);',
    put: '      else done(now, action, indexed);',
    tests: ['simulators/case/apply-submission.test.ts', EFFECTS],
  },
  {
    file: 'simulators/case/after-action.ts',
    fault: 'a wrong transfer is a wrong close',
    find: "action.kind === 'transfer' ? 'transferred-wrongly' : 'closed-wrongly'",
    put: "action.kind === 'close' ? 'transferred-wrongly' : 'closed-wrongly'",
    tests: [EFFECTS],
  },
  {
    file: 'simulators/case/after-action.ts',
    fault: 'a critical button off the plan does nothing to the case',
    find: '    if (commits(now, action.control)) now.stray(action);\n',
    put: '',
    tests: [EFFECTS],
  },
  {
    file: 'simulators/case/create-world.ts',
    fault: 'what cannot be undone still stands to be put right',
    find: 'if (actionIndex !== null && !final) standing',
    put: 'if (actionIndex !== null) standing',
    tests: [EFFECTS],
  },
  {
    file: 'simulators/case/create-world.ts',
    fault: 'what the customer was told wrongly never stands to be put right',
    find: 'for (const { actionIndex } of misled) standing',
    put: 'for (const { actionIndex } of misled.slice(1)) standing',
    tests: [EFFECTS],
  },
  {
    file: 'simulators/case/case-progress.ts',
    fault: 'what rests on something wrong two steps back is sound',
    find: 'if (foul[before] || state.marks[before] === WRONG) isFoul = 1;',
    put: 'if (state.marks[before] === WRONG) isFoul = 1;',
    tests: [EFFECTS, 'simulators/case/apply-submission.test.ts'],
  },
  {
    file: 'simulators/case/customer/customer.ts',
    fault: 'forms that were sent with the old value count as done',
    find: 'reopened: done }',
    put: 'reopened: [] }',
    tests: ['simulators/case/customer/customer.test.ts'],
  },
  {
    file: 'simulators/case/customer/customer.ts',
    fault: 'customers who took a value back still put the old one right',
    find: 'doubt: null, beliefs: mind.beliefs.filter((belief) => belief.from !== from) }',
    put: 'doubt: null }',
    tests: ['simulators/case/customer/customer.test.ts'],
  },
  {
    file: 'simulators/case/customer/customer.ts',
    fault: 'the right value said by the desk settles nothing',
    find: 'const left = beliefs.filter(({ from }) => !mentions(text, from));',
    put: 'const left = beliefs;',
    tests: ['simulators/case/customer/customer.test.ts'],
  },
];
