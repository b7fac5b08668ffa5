import type { Mutant } from './mutant.ts';

const EFFECTS = 'simulators/case/effects.test.ts';
const SUBMITTED = 'simulators/case/apply-submission.test.ts';
const CUSTOMER = 'simulators/case/customer/customer.test.ts';
const OPERATOR = 'simulators/operators/answering/create-operator.test.ts';
const POOL = 'simulators/pool/simulate-pool.test.ts';
const ATTEND = 'simulators/pool/attend.test.ts';
const SERVER = 'simulators/desk/server/server.test.ts';

/** Faults in the world, its customers, the operators, the pool and the desk. */
export const SIMULATOR_MUTANTS: readonly Mutant[] = [
  {
    file: 'simulators/case/apply-submission.ts',
    fault: 'an irreversible submission off the plan leaves no trace',
    find: "if (effect === 'final' || !instead) now.stray(action);",
    put: "if (effect === 'final' || !instead) now.commit(action);",
    tests: [SUBMITTED, EFFECTS],
  },
  {
    file: 'simulators/case/apply-message.ts',
    fault: 'any statement sets straight what was said before',
    find: 'if (indexed.tells && indexed.required) now.setStraight();',
    put: 'if (indexed.tells) now.setStraight();',
    tests: [EFFECTS],
  },
  {
    file: 'simulators/case/create-world.ts',
    fault: 'an unfinished case counts as resolved',
    find: "how === 'resolved' &&",
    put: "(how === 'resolved' || how === 'unfinished') &&",
    tests: [EFFECTS],
  },
  {
    file: 'simulators/case/customer/customer.ts',
    fault: 'customers change their mind after what cannot be undone',
    find: "plan.steps[at]?.effect === 'final'",
    put: 'false',
    tests: [CUSTOMER],
  },
  {
    file: 'simulators/case/action-effects.ts',
    fault: 'a complaint about one action reveals all errors',
    find: ': wrong.actionIndex === this.actionIndex,',
    put: ': true,',
    tests: [CUSTOMER],
  },
  {
    file: 'simulators/case/customer/customer.ts',
    fault: 'a customer who is asked again does not see that the first answer was wrong',
    find: '  if (belief) return correctBelief(customer, belief);\n',
    put: '',
    tests: [CUSTOMER],
  },
  {
    file: 'simulators/case/customer/customer.ts',
    fault: 'a value put right leaves what was done with it unseen',
    find: 'other !== belief) } },\n    REVEAL,',
    put: 'other !== belief) } },',
    tests: [CUSTOMER],
  },
  {
    file: 'simulators/operators/answering/create-operator.ts',
    fault: 'what was refused is then done by hand',
    find: 'return right.find((action) => !refused(action)) ?? first;',
    put: 'return first;',
    tests: [OPERATOR],
  },
  {
    file: 'simulators/operators/answering/create-operator.ts',
    fault: 'operators who noticed go on as if nothing were amiss',
    find: 'return { right: repairs, later: acceptable, noticed: true, same };',
    put: 'return { right: acceptable, later: [], noticed: true, same };',
    tests: ['simulators/operators/noticing.test.ts'],
  },
  {
    file: 'simulators/operators/traits/skill.ts',
    fault: 'the mean time over people is not what was set',
    find: ' - pace ** 2 / 2)',
    put: ')',
    tests: ['simulators/operators/traits.test.ts'],
  },
  {
    file: 'simulators/pool/simulate-pool.ts',
    fault: 'a customer who leaves keeps the operator’s place',
    find: '  one.owner.open--;\n',
    put: '  if (!abandoned) one.owner.open--;\n',
    tests: [POOL],
  },
  {
    file: 'simulators/pool/simulate-pool.ts',
    fault: 'waits of earlier hand-offs are lost',
    find: '  one.waitedMs += waitedMs;\n',
    put: '  one.waitedMs = waitedMs;\n',
    tests: [POOL],
  },
  {
    file: 'simulators/pool/attend.ts',
    fault: 'time spent finding out what moved on does not wear the slowdown off',
    find: '(-(workMs + own) / decayMs)',
    put: '(-workMs / decayMs)',
    tests: [ATTEND],
  },
  {
    file: 'simulators/desk/server/server.ts',
    fault: 'a prefix of the token opens the door',
    find: 'return a.length === b.length && timingSafeEqual(a, b);',
    put: 'return a.length <= b.length && timingSafeEqual(a, b.subarray(0, a.length));',
    tests: [SERVER],
  },
  {
    file: 'simulators/desk/server/server.ts',
    fault: 'a request for another host is answered',
    find: '  if (asked !== host) return 421;\n',
    put: '',
    tests: [SERVER],
  },
  {
    file: 'simulators/operators/answering/create-operator.ts',
    fault: 'a slip may be what was just refused',
    find: 'excluded: suggestion === null ? avoided : [...avoided, suggestion],',
    put: 'excluded: avoided,',
    tests: ['simulators/operators/answering/create-operator.test.ts'],
  },
  {
    file: 'simulators/operators/answering/create-operator.ts',
    fault: 'who knows already what is amiss looks back again',
    find: 'lookBack: noticed && !request.aware,',
    put: 'lookBack: noticed,',
    tests: [OPERATOR],
  },
  {
    file: 'simulators/operators/answering/create-operator.ts',
    fault: 'what is acceptable only after a repair is refused as a model’s error',
    find: "later.some((action) => same(action, suggestion))) return 'acceptable';",
    put: "later.some((action) => same(action, suggestion))) return 'model error';",
    tests: ['simulators/operators/noticing.test.ts', 'simulators/operators/answering/create-operator.test.ts'],
  },
  {
    file: 'simulators/operators/answering/operator-times.ts',
    fault: 'catching up takes as long however much ran unattended',
    find: "ms += unattendedSteps * timeOf('catchUp', 'catch up')",
    put: "ms += timeOf('catchUp', 'catch up')",
    tests: ['simulators/operators/catching-up.test.ts'],
  },
  {
    file: 'simulators/operators/traits/adversarial.ts',
    fault: 'a small budget is spent on everything',
    find: '(confidence ?? 0) < 1 - strength',
    put: '(confidence ?? 0) < strength',
    tests: ['simulators/operators/trait-rates.test.ts'],
  },
  {
    file: 'simulators/operators/traits/preference.ts',
    fault: 'a habit outweighs an order',
    find: 'favourite: rates.favourite ?? favouriteOf(moment),',
    put: 'favourite: favouriteOf(moment),',
    tests: ['simulators/operators/traits.test.ts', 'simulators/operators/trait-rates.test.ts'],
  },
  {
    file: 'simulators/operators/traits/automation-bias.ts',
    fault: 'a long run of accepts changes nothing',
    find: '((confidence ?? 0) + run)',
    put: '(confidence ?? 0)',
    tests: ['simulators/operators/traits.test.ts'],
  },
  {
    file: 'simulators/operators/traits/learning-curve.ts',
    fault: 'practice makes people notice less',
    find: 'notice: scaleOdds(rates.notice, -fewer),',
    put: 'notice: scaleOdds(rates.notice, fewer),',
    tests: ['simulators/operators/traits.test.ts', 'simulators/operators/trait-rates.test.ts'],
  },
  {
    file: 'simulators/operators/answering/slip.ts',
    fault: 'an option in a list of several is chosen alone',
    find: 'chosen.includes(option) !== (option === toggled)',
    put: 'option === toggled',
    tests: ['simulators/operators/answering/create-operator.test.ts'],
  },
  {
    file: 'simulators/pool/choose-next.ts',
    fault: 'of operators equally busy the one idle for the shortest is given the session',
    find: 'operator.idleSinceMs < best.idleSinceMs',
    put: 'operator.idleSinceMs > best.idleSinceMs',
    tests: ['simulators/pool/choose-next.test.ts'],
  },
  {
    file: 'simulators/pool/summarise-pool.ts',
    fault: 'waits that the customer broke off count as served in time',
    find: '(one.abandoned ? one.waits.slice(0, -1) : one.waits)',
    put: 'one.waits',
    tests: ['simulators/pool/summarise-pool.test.ts'],
  },
  {
    file: 'simulators/case/screen-paths.ts',
    fault: 'what cannot be undone is done again on the way to a screen',
    find: "!first || step.effect === 'final' || !view.next",
    put: '!first || !view.next',
    tests: ['simulators/case/effects.test.ts'],
  },
  {
    file: 'simulators/case/customer/values.ts',
    fault: 'a mistaken value need fit only one of the fields that it goes into',
    find: 'fields.every((field) => fits(field, other))',
    put: 'fields.some((field) => fits(field, other))',
    tests: ['simulators/case/customer/values.test.ts'],
  },
];
