import { InvalidArgumentError } from 'commander';
import type { OptionsOf } from '../../bench/experiment.ts';
import {
  cached,
  comparedSessions,
  delta,
  driven,
  logs,
  models,
  populationsUnlessLogs,
  providers,
  target,
} from '../../bench/options.ts';
import { list, openShare, option, positiveInteger } from '../../runner/option.ts';

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
  logs,
  populations: populationsUnlessLogs(3),
  sessions: option('--sessions <n>', 'evaluation sessions that are played and meet in the pool, in each population', {
    parse: positiveInteger,
    fallback: 100,
  }),
  operators: option('--operators <n>', 'operators in the pool', { parse: positiveInteger, fallback: 10 }),
  held: option<readonly number[]>(
    '--held <list>',
    'most sessions that an operator holds at once, separated by commas',
    {
      parse: list(positiveInteger),
      fallback: [1, 2, 3, 5],
      fallbackInWords: '1,2,3,5',
    },
  ),
  limit: option(
    '--limit <seconds>',
    'mean wait of a hand-off at which waiting counts as exploded, where customers wait for ever',
    { parse: positiveInteger, fallback: 30 },
  ),
  lost: option('--lost <share>', 'share of abandoned sessions that is the other limit, where customers leave', {
    parse: openShare,
    fallback: 0.05,
  }),
  patience: option<number | null>(
    '--patience <seconds>',
    'mean time that customers wait before they leave, for the other limit; none: they never do',
    { parse: seconds, fallback: 300 },
  ),
  pressure: option('--pressure <strength>', 'how strongly a queue hurries operators (trait time-pressure)', {
    parse: strength,
    fallback: 1,
  }),
  replications: option('--replications <n>', 'independent runs of the pool, in each population', {
    parse: positiveInteger,
    fallback: 4,
  }),
  ...models,
  target: target(),
  delta: delta(),
  providers,
};

export type SpanOptions = OptionsOf<typeof options>;
