import { InvalidArgumentError } from 'commander';
import type { OptionsOf } from '../../bench/experiment.ts';
import {
  cached,
  comparedSessions,
  delta,
  driven,
  logs,
  models,
  playing,
  populationsUnlessLogs,
  providers,
  target,
} from '../../bench/options.ts';
import { count, listOf, option, positiveInteger, share } from '../../runner/option.ts';

const seconds = (text: string): number | null => (text === 'none' ? null : positiveInteger(text));
const strength = (text: string): number => {
  const value = Number(text);
  if (text === '' || !(value >= 0 && Number.isFinite(value)))
    throw new InvalidArgumentError('Give a number from 0 up.');
  return value;
};

export const options = {
  browserSessions: comparedSessions,
  ...driven,
  ...cached,
  ...playing,
  logs,
  populations: populationsUnlessLogs(3),
  sessions: count(
    '--sessions <n>',
    'evaluation sessions that are played and meet in the pool, in each population',
    100,
  ),
  operators: count('--operators <n>', 'operators in the pool', 10),
  held: listOf(
    '--held <list>',
    'most sessions that an operator holds at once, separated by commas',
    positiveInteger,
    [1, 2, 3, 5],
  ),
  limit: count(
    '--limit <seconds>',
    'mean wait of a hand-off at which waiting counts as exploded, where customers wait for ever',
    30,
  ),
  lost: share('--lost <share>', 'share of abandoned sessions that is the other limit, where customers leave', 0.05),
  patience: option<number | null>(
    '--patience <seconds>',
    'mean time that customers wait before they leave, for the other limit; none: they never do',
    { parse: seconds, fallback: 300 },
  ),
  pressure: option('--pressure <strength>', 'how strongly a queue hurries operators (trait time-pressure)', {
    parse: strength,
    fallback: 1,
  }),
  replications: count('--replications <n>', 'independent runs of the pool, in each population', 4),
  ...models,
  target: target(),
  delta: delta(),
  providers,
};

export type SpanOptions = OptionsOf<typeof options>;
