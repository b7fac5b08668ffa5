import { InvalidArgumentError } from 'commander';
import type { OptionsOf } from '../../bench/experiment.ts';
import { cached } from '../../bench/options.ts';
import { count, option, positiveInteger } from '../../runner/option.ts';

const levels = (text: string) => {
  const value = positiveInteger(text);
  if (value % 2 !== 0) throw new InvalidArgumentError('Give an even number.');
  return value;
};
const taught = (text: string) => {
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError('Give a number above 0 and up to 1.');
  return value;
};

export const options = {
  ...cached,
  trajectories: count('--trajectories <n>', 'walks through the parameters, each in a population of its own', 12),
  levels: option('--levels <n>', 'levels of each parameter over its range', { parse: levels, fallback: 4 }),
  sessions: count('--sessions <n>', 'sessions of each arm and run', 300),
  taught: option('--taught <share>', 'share of the sessions that teach policy, critic and gate in settle', {
    parse: taught,
    fallback: 0.25,
  }),
};

export type SensitivityOptions = OptionsOf<typeof options>;
