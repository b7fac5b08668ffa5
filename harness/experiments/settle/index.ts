import { defineExperiment } from '../../bench/experiment.ts';
import { options } from './options.ts';

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
  run: async (values, { given, record }) => {
    const { settle } = await import('./settle.ts');
    const asked = Object.entries(QUICK).filter(([name]) => values.quick && !given.has(name));
    return settle({ ...values, ...Object.fromEntries(asked) }, { record });
  },
});
