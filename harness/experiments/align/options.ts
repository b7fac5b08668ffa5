import type { OptionsOf } from '../../bench/experiment.ts';
import { cached, encoder, logs, noiseGrid, policy, populations, providers } from '../../bench/options.ts';
import { option, optional, positiveInteger } from '../../runner/option.ts';
import { parseReference } from './methods.ts';

const names = (text: string) => text.split(',').map((name) => name.trim());

export const options = {
  ...cached,
  ...noiseGrid({ alpha: '0', beta: '0,0.3', slip: '0' }),
  logs,
  providers,
  populations: populations(2),
  sessions: optional('--sessions <n>', 'sessions of each population', {
    parse: positiveInteger,
    fallbackInWords: '900; all with --logs',
  }),
  policy: policy(),
  encoder,
  objectives: option<readonly string[]>(
    '--objectives <names>',
    'what is learned from answers by; see bench list objectives',
    {
      parse: names,
      fallback: ['dpo', 'kto', 'robust-dpo'],
      fallbackInWords: 'dpo,kto,robust-dpo',
    },
  ),
  references: option<readonly string[]>(
    '--references <list>',
    'how the reference follows: frozen, soft, hard, or share@steps such as 0.5@16',
    {
      parse: (text) => {
        const all = names(text);
        all.forEach(parseReference);
        return all;
      },
      fallback: ['frozen', 'soft'],
      fallbackInWords: 'frozen,soft',
    },
  ),
};

export type AlignOptions = OptionsOf<typeof options>;
