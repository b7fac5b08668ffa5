import { InvalidArgumentError } from 'commander';
import type { OptionsOf } from '../../bench/experiment.ts';
import { cached, playing, taught } from '../../bench/options.ts';
import { count, option, positiveInteger } from '../../runner/option.ts';

const levels = (text: string) => {
  const value = positiveInteger(text);
  if (value % 2 !== 0) throw new InvalidArgumentError('Give an even number.');
  return value;
};
export const options = {
  ...cached,
  ...playing,
  trajectories: count('--trajectories <n>', 'walks through the parameters, each in a population of its own', 12),
  levels: option('--levels <n>', 'levels of each parameter over its range', { parse: levels, fallback: 4 }),
  sessions: count('--sessions <n>', 'sessions of each arm and run', 300),
  taught: taught(0.25),
};

export type SensitivityOptions = OptionsOf<typeof options>;
