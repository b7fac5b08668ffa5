import { failedSessions } from '../../bench/data/only-sessions.ts';
import { SPLITS, type SplitName } from '../../bench/data/split-names.ts';
import type { OptionsOf } from '../../bench/experiment.ts';
import { driven, noiseGrid, playing, populations, staged } from '../../bench/options.ts';
import { option, optional, wholeFrom, wholeNumber } from '../../runner/option.ts';

export const options = {
  ...driven,
  ...staged,
  ...playing,
  ...noiseGrid({ alpha: '0', beta: '0', slip: '0' }),
  split: option<SplitName>('--split <rule>', 'who trains and who is tested', { choices: SPLITS, fallback: 'random' }),
  populations: populations(3),
  only: optional(
    '--only <ids>',
    'play these evaluation sessions alone, separated by commas; who teaches stays as it is',
  ),
  lastFailed: optional(
    '--last-failed <dir>',
    'play those sessions alone that crashed in that run, or that its verdict calls worse',
    { parse: failedSessions },
  ),
  repeat: optional(
    '--repeat <n>',
    'play every session so many times with the same random numbers: for models that do not always answer the same',
    { parse: wholeFrom(2) },
  ),
  browserSessions: optional(
    '--browser-sessions <n>',
    'sessions that are played in a real browser too, to compare traces; 0 for none; with --driver browser all are compared',
    { parse: wholeNumber, fallbackInWords: '4 where a browser is found', decides: false },
  ),
};

export type ReplayOptions = OptionsOf<typeof options>;
