import { defineExperiment } from '../../bench/experiment.ts';
import { options, type SettleOptions } from './options.ts';

/** What `--quick` stands for, where nothing else was asked for. */
const QUICK = {
  sessions: 150,
  pointSessions: 60,
  taught: 0.1,
  alpha: '0',
  beta: '0.2',
  slip: '0.01',
  traits: '',
} as const;

export const experiment = defineExperiment({
  name: 'settle',
  summary: 'closed loop: do automation and time saving survive noisy operators, and what buys them back?',
  question: [
    'Where do 45 % automation and 39 % less active time survive noisy operators, where does quality fall,',
    'and what buys it back? Closed loop: what was decided is done, and the case goes on from there.',
  ].join(' '),
  options,
  plan: async (values, { given }) => (await import('./plan-settle.ts')).planSettle(asked(values, given)),
  run: async (values, { given, record }) => (await import('./settle.ts')).settle(asked(values, given), { record }),
});

/** With `--quick`, what that stands for in place of what was not given. */
function asked(values: SettleOptions, given: ReadonlySet<string>): SettleOptions {
  const quick = Object.entries(QUICK).filter(([name]) => values.quick && !given.has(name));
  return { ...values, ...Object.fromEntries(quick) };
}
