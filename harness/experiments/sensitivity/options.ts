import { InvalidArgumentError } from 'commander';
import type { OptionsOf } from '../../bench/experiment.ts';
import { cached, playing, taught } from '../../bench/options.ts';
import { count, option, optional, positiveInteger, wholeFrom } from '../../runner/option.ts';
import { INPUT_NAMES } from './screened-inputs.ts';

const levels = (text: string) => {
  const value = positiveInteger(text);
  if (value % 2 !== 0) throw new InvalidArgumentError('Give an even number.');
  return value;
};
const inputNames = (text: string) => {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !INPUT_NAMES.has(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`There is no "${unknown}": use some of ${[...INPUT_NAMES.keys()].join(', ')}.`);
  if (new Set(names).size < names.length || names.length < 2)
    throw new InvalidArgumentError('Give two or more, each once.');
  return names.join(',');
};

export const options = {
  ...cached,
  ...playing,
  trajectories: count('--trajectories <n>', 'walks through the parameters, each in a population of its own', 12),
  levels: option('--levels <n>', 'levels of each parameter over its range', { parse: levels, fallback: 4 }),
  sessions: count('--sessions <n>', 'sessions of each arm and run', 300),
  taught: taught(0.25),
  sobol: optional('--sobol <rows>', 'Sobol indices from so many rows of Saltelli’s design, in the place of screening', {
    parse: wholeFrom(2),
  }),
  parameters: option('--parameters <names>', 'what the Sobol indices are of', {
    parse: inputNames,
    fallback: 'alpha,automation-bias,beta,mix',
  }),
};

export type SensitivityOptions = OptionsOf<typeof options>;
