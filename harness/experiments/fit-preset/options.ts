import { InvalidArgumentError } from 'commander';
import type { OptionsOf } from '../../bench/experiment.ts';
import { cached, playing, taught } from '../../bench/options.ts';
import { count, flag, listOf, option, unitShare } from '../../runner/option.ts';
import { VARIED, type Varied } from './varied.ts';

const names = (text: string) => {
  const found = text.split(',').filter((name) => name !== '');
  if (found.length === 0) throw new InvalidArgumentError('Give at least one mix.');
  return found;
};
export const options = {
  ...cached,
  ...playing,
  populations: count('--populations <n>', 'teams, dealings of sessions and datasets that are played', 4),
  vary: option<Varied>(
    '--vary <what>',
    'what differs between populations: all of it, or the operators’ team alone on one dataset',
    { choices: VARIED, fallback: 'all' },
  ),
  mix: option<readonly string[]>(
    '--mix <list>',
    'mixes of processes, each played in every population: preset, equal, long-tailed',
    { parse: names, fallback: ['preset'], fallbackInWords: 'preset' },
  ),
  onlyAutomation: flag('--only-automation', 'play operators alone and selective automation, once, and no other arm'),
  settled: listOf('--settled <list>', 'shares of settled refusals to try, beside the preset’s', unitShare, []),
  beta: listOf('--beta <list>', 'β to try, each with each share of settled refusals', unitShare, []),
  handsOver: listOf(
    '--hands-over <list>',
    'confidences below which a chatbot hands over to try, beside the preset’s',
    unitShare,
    [],
  ),
  sessions: count('--sessions <n>', 'sessions of each arm and population', 1500),
  taught: taught(1),
};

export type FitPresetOptions = OptionsOf<typeof options>;
