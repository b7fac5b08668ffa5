import { HELD_OUT_SPLITS, type HeldOutSplitName, SPLITS_IN_WORDS } from '../../bench/data/split-names.ts';
import type { OptionsOf } from '../../bench/experiment.ts';
import { namesIn } from '../../bench/models/discover.ts';
import { cached, encoder, logs, providers, sampleSize } from '../../bench/options.ts';
import { count, flag, option, optional, positiveInteger } from '../../runner/option.ts';

export const options = {
  logs,
  ...cached,
  providers,
  encoder,
  sessions: sampleSize,
  split: option<HeldOutSplitName>('--split <rule>', `who trains and who is tested: ${SPLITS_IN_WORDS}`, {
    choices: HELD_OUT_SPLITS,
    fallback: 'random',
  }),
  policies: optional(
    '--policies <list>',
    `of ${namesIn('policies/models').join(', ')}; separated by commas, all where not given`,
  ),
  seeds: count('--seeds <n>', 'train each policy so many times, with seeds of its own', 1),
  layers: optional('--layers <n>', 'read with so many layers of an encoder, from its lowest on; all where not given', {
    parse: positiveInteger,
  }),
  curve: flag(
    '--curve',
    [
      'learn from an eighth, a quarter, half and all of the sessions,',
      'and with a third, two thirds and all of the layers of an encoder',
    ].join(' '),
  ),
  training: optional<'labelled' | 'all' | 'both'>(
    '--training <steps>',
    'on partly labelled logs: train on labelled steps (for classification), on all (for tool and action accuracy), or both',
    { choices: ['labelled', 'all', 'both'] },
  ),
};

export type ModelsOptions = OptionsOf<typeof options>;
