import type { Mutant } from './mutant.ts';

const OBJECTIVES = 'harness/conformance/objectives.test.ts';
const ALIGN = 'policies/networks/alignment/align.test.ts';
const SEARCH = 'policies/networks/alignment/cma-es.ts';
const SEARCHED = ['policies/networks/alignment/cma-es.test.ts', 'harness/conformance/references/cma-es.test.ts'];
const FILE = 'policies/networks/alignment/align.ts';
const TOY = 'harness/experiments/align/toy';
const REWARD = 'harness/bench/reward';

/** Faults in what is learned from operators' answers. */
export const ALIGNMENT_MUTANTS: readonly Mutant[] = [
  {
    file: 'policies/objectives/ipo.ts',
    fault: 'the margin that is aimed at is twice as large',
    find: '1 / (2 * beta)',
    put: '1 / beta',
    tests: [OBJECTIVES],
  },
  {
    file: 'policies/objectives/robust-dpo.ts',
    fault: 'flipped pairs are added in place of taken off',
    find: "emit.apply('Sub', [against,",
    put: "emit.apply('Sub', [emit.apply('Neg', [against]),",
    tests: [OBJECTIVES],
  },
  {
    file: 'policies/objectives/kto.ts',
    fault: 'what was refused counts as what was accepted does',
    find: 'refused, undesirable)',
    put: 'refused, desirable)',
    tests: [OBJECTIVES],
  },
  {
    file: FILE,
    fault: 'a gradient flows through z, as if the whole could be held still',
    find: 'stopGradient(graph, mean(',
    put: '((_: Graph, value: Value) => value)(graph, mean(',
    tests: [OBJECTIVES],
  },
  {
    file: FILE,
    fault: 'a correction that is what was refused counts as a pair',
    find: 'right !== null && refused !== null && right !== refused',
    put: 'right !== null && refused !== null',
    tests: [ALIGN],
  },
  {
    file: FILE,
    fault: 'of single answers only those that were accepted count',
    find: 'if (refused !== null) sides.push',
    put: 'if (refused !== null && right === null && sides.length > 0) sides.push',
    tests: [ALIGN],
  },
  {
    file: 'policies/networks/training/reference.ts',
    fault: 'a reference moves by the share that it was to keep',
    find: '(1 - share) * from + share * towards[at]!',
    put: 'share * from + (1 - share) * towards[at]!',
    tests: [ALIGN],
  },
  {
    file: 'policies/networks/training/reference.ts',
    fault: 'a policy is compared with itself at every step',
    find: 'if (share === 1 && every === 1)',
    put: 'if (share > 1 && every === 1)',
    tests: [ALIGN],
  },
  {
    file: 'policies/networks/training/fit-model.ts',
    fault: 'a training that goes on begins with a new reference',
    find: 'saved?.reference ?? options.trainer.parameters',
    put: 'options.trainer.parameters',
    tests: [ALIGN],
  },
  {
    file: 'policies/networks/training/fit-model.ts',
    fault: 'a reference moves once an epoch',
    find: 'dynamics.every - (step % dynamics.every)',
    put: 'batches.length - (step % batches.length)',
    tests: [ALIGN],
  },
  {
    file: 'policies/networks/training/fit-model.ts',
    fault: 'how a reference moves is no part of what a training is',
    find: '...rates, ...follows]',
    put: '...rates]',
    tests: [ALIGN],
  },
  {
    file: SEARCH,
    fault: 'a candidate without a cost wins',
    find: 'Number.isNaN(cost) ? Number.POSITIVE_INFINITY : cost',
    put: 'Number.isNaN(cost) ? Number.NEGATIVE_INFINITY : cost',
    tests: SEARCHED,
  },
  {
    file: SEARCH,
    fault: 'a search turns with its axes alone: the root of its covariance is not symmetric',
    find: 'axes.mmul(Matrix.diag(powers)).mmul(axes.transpose())',
    put: 'axes.mmul(Matrix.diag(powers))',
    tests: SEARCHED,
  },
  {
    file: SEARCH,
    fault: 'the paths are as long as if one candidate were chosen',
    find: 'Math.sqrt(rate * (2 - rate) * mass)',
    put: 'Math.sqrt(rate * (2 - rate))',
    tests: SEARCHED,
  },
  {
    file: SEARCH,
    fault: 'all generations have the same draws',
    find: "'evolution', seed, ",
    put: "'evolution', seed, 'same' || ",
    tests: SEARCHED,
  },
  {
    file: SEARCH,
    fault: 'the covariance forgets what its path does not hold',
    find: '(waits ? rates.one * rates.path * (2 - rates.path) : 0)',
    put: '0',
    tests: SEARCHED,
  },
  {
    file: 'policies/networks/alignment/singular-space.ts',
    fault: 'the smallest singular values are moved',
    find: 'at < moved ? values[next++]! : value',
    put: 'at >= own.length - moved ? values[next++]! : value',
    tests: ['policies/networks/alignment/essa.test.ts'],
  },
  {
    file: 'policies/networks/alignment/essa.ts',
    fault: 'a search that goes on counts its generations anew',
    find: 'while (search.generation < generations)',
    put: 'for (let done = 0; done < generations; done++)',
    tests: ['policies/networks/alignment/essa.test.ts'],
  },
  {
    file: `${TOY}/tree-policy.ts`,
    fault: 'a trajectory takes the action of another step',
    find: 'actions ** (depth - step - 1)',
    put: 'actions ** step',
    tests: [`${TOY}/tree-policy.test.ts`],
  },
  {
    file: `${TOY}/run-toy.ts`,
    fault: 'a kind of reference is named and not used',
    find: 'reference: REFERENCES[reference]',
    put: 'reference: REFERENCES.frozen',
    tests: [`${TOY}/toy.test.ts`],
  },
  {
    file: `${TOY}/toy-table.ts`,
    fault: 'a moving reference is compared the wrong way round',
    find: 'difference(sumsOf(runs, look), sumsOf(others, look))',
    put: 'difference(sumsOf(others, look), sumsOf(runs, look))',
    tests: [`${TOY}/toy.test.ts`],
  },
  {
    file: `${TOY}/toy-table.ts`,
    fault: 'a claim that is borne out once and contradicted once counts as borne out',
    find: "more.length === 0 ? 'is borne out'",
    put: "more.length >= 0 ? 'is borne out'",
    tests: [`${TOY}/toy.test.ts`],
  },
  {
    file: `${REWARD}/session-reward.ts`,
    fault: 'what can be undone counts as what cannot',
    find: 'step.critical && step.suggestion',
    put: 'step.suggestion',
    tests: [`${REWARD}/session-reward.test.ts`],
  },
  {
    file: `${REWARD}/session-reward.ts`,
    fault: 'judges know whether the goal was reached',
    find: 'findsRight(last, outcome.goalReached, steps.length)',
    put: 'outcome.goalReached',
    tests: [`${REWARD}/session-reward.test.ts`],
  },
  {
    file: `${REWARD}/session-reward.ts`,
    fault: 'judges slip as if they acted by hand',
    find: 'noise: { ...noise, slip: uniformRate(0) }',
    put: 'noise: { ...noise, slip: uniformRate(noise.slip.close) }',
    tests: [`${REWARD}/session-reward.test.ts`],
  },
  {
    file: `${REWARD}/session-reward.ts`,
    fault: 'a crashed episode is a goal missed',
    find: 'if (!last || !outcome) return null;',
    put: 'if (!last || !outcome) return 0;',
    tests: [`${REWARD}/session-reward.test.ts`],
  },
  {
    file: `${REWARD}/reward-weights.ts`,
    fault: 'what is wrong may be rewarded',
    find: 'sign * weight < 0',
    put: 'sign * weight < 0 && sign > 0',
    tests: [`${REWARD}/reward-weights.test.ts`],
  },
];
