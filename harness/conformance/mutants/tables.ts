import type { Mutant } from './mutant.ts';

const LAWS = 'harness/conformance/experiments';

/** Faults in tables, pictures and words of whole runs: another figure, arm, denominator, end or number of sessions. */
export const TABLE_MUTANTS: readonly Mutant[] = [
  {
    file: 'harness/experiments/propagation/propagation.ts',
    fault: 'findings are about the lowest target, not the one asked for',
    find: '    target: options.target,',
    put: '    target: targetsOf(options)[0] ?? options.target,',
    tests: [`${LAWS}/propagation.test.ts`],
  },
  {
    file: 'harness/experiments/settle/preset-tables.ts',
    fault: 'a published change is told upside down',
    find: 'published: pipelineMs / chatbotMs - 1',
    put: 'published: chatbotMs / pipelineMs - 1',
    tests: [`${LAWS}/published-rows.test.ts`],
  },
  {
    file: 'harness/experiments/fit-preset/calibration-tables.ts',
    fault: 'a figure that no population has is over all of them',
    find: 'values.filter((value) => value !== null).length)',
    put: 'group.length)',
    tests: [`${LAWS}/fit-preset.test.ts`],
  },
  {
    file: 'harness/bench/models/policy-sums.ts',
    fault: 'F1 says that it is over as many sessions as there are steps',
    find: 'sumOf(groups, ({ names }) => new Set(names).size)',
    put: 'sumOf(groups, ({ names }) => names.length)',
    tests: [`${LAWS}/trained-policies.test.ts`],
  },
  {
    file: 'harness/bench/staged/staged-outcome.ts',
    fault: 'times are told to be of the sessions that give feedback',
    find: 'timedBy: split.parts.train,',
    put: 'timedBy: split.parts.feedback,',
    tests: [`${LAWS}/replay.test.ts`],
  },
  {
    file: 'harness/bench/rounds/summarise-repeats.ts',
    fault: 'drifts that were found are those that were missed',
    find: 'proportion(changed - sumOf(monitors, ({ found }) => found), changed)',
    put: 'proportion(sumOf(monitors, ({ found }) => found), changed)',
    tests: [`${LAWS}/rollout.test.ts`],
  },
  {
    file: 'harness/bench/models/recipes.ts',
    fault: 'the first calibrator is taken, whichever is named',
    find: "calibrator: named('--calibrator', calibrator, calibrators)",
    put: "calibrator: calibrators[0] ?? named('--calibrator', calibrator, calibrators)",
    tests: [`${LAWS}/replay.test.ts`],
  },
  {
    file: 'harness/deployment/play.ts',
    fault: 'the bench outweighs the cell on when a chatbot hands over',
    find: '{ handsOverBelow, ...cell }',
    put: '{ ...cell, handsOverBelow }',
    tests: [`${LAWS}/fit-preset.test.ts`],
  },
  {
    file: 'harness/deployment/control-twins.ts',
    fault: 'controls are from beyond the first step at which another action was taken',
    find: 'clean.slice(0, free?.index ?? clean.length)',
    put: 'clean.slice(0, clean.length)',
    tests: [`${LAWS}/propagation.test.ts`],
  },
  {
    file: 'reports/figures/curves-plot.ts',
    fault: 'a whisker begins where it ends',
    find: 'xLow: xRange?.low ?? x',
    put: 'xLow: xRange?.high ?? x',
    tests: [`${LAWS}/settle.test.ts`],
  },
  {
    file: 'reports/figures/bands-plot.ts',
    fault: 'an axis ends at the highest estimate, below the bands',
    find: 'Math.max(0, ...rows.map(({ high, y }) => high ?? y))',
    put: 'Math.max(0, ...rows.map(({ y }) => y))',
    tests: [`${LAWS}/headline.test.ts`],
  },
  {
    file: 'harness/experiments/gpu-check/check-table.ts',
    fault: 'the speed of the CPU is that of the provider',
    find: '({ cpuStepsPerSecond }) => cpuStepsPerSecond',
    put: '({ stepsPerSecond }) => stepsPerSecond',
    tests: ['harness/experiments/gpu-check/gpu-check.test.ts'],
  },
  {
    file: 'harness/experiments/propagation/r-verdicts.ts',
    fault: 'as many settings lie below 0 as below 1',
    find: 'besideZero.less}',
    put: 'besideOne.less}',
    tests: ['harness/experiments/propagation/r-verdicts.test.ts'],
  },
  {
    file: 'harness/bench/rounds/summarise-rollout.ts',
    fault: 'a drift strikes what was automated only after it',
    find: 'hit(row) && row.day === driftDay && automated(row)',
    put: 'hit(row) && automated(row)',
    tests: ['harness/bench/rounds/summarise-rollout.test.ts'],
  },
  {
    file: 'harness/experiments/fit-preset/calibration-tables.ts',
    fault: 'what catching up takes over populations is what reviewing takes',
    find: 'catchUpMs: over(({ catchUpMs }) => catchUpMs',
    put: 'catchUpMs: over(({ reviewMs }) => reviewMs',
    tests: [`${LAWS}/fit-preset.test.ts`],
  },
];
