import { defineExperiment } from '../../bench/experiment.ts';
import { type AlignOptions, FULL, options } from './options.ts';

export const experiment = defineExperiment({
  name: 'align',
  summary: 'policies trained on with operators’ answers as preferences',
  question: 'What do operators’ answers teach a policy, by which objective, and what does noise do to it?',
  options,
  run: async (values, { given }) => (await import('./align.ts')).align(asked(values, given)),
});

/** With `--full`, what that stands for in place of what was not given. */
function asked(values: AlignOptions, given: ReadonlySet<string>): AlignOptions {
  const full = Object.entries(FULL).filter(([name]) => values.full && !given.has(name));
  return { ...values, ...Object.fromEntries(full) };
}
