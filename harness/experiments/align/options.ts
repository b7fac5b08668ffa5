import { InvalidArgumentError } from 'commander';
import type { OptionsOf } from '../../bench/experiment.ts';
import { crossNoise, type NoisePoint } from '../../bench/noise/noise-grid.ts';
import { cached, encoder, logs, policy, populations, providers } from '../../bench/options.ts';
import { count, option, optional, positiveInteger } from '../../runner/option.ts';
import { parseReference } from './methods.ts';

/** A noise that operators answer with. */
export interface NamedNoise {
  /** As the option writes it, such as `0/0.3/0`; `none` without any. */
  readonly label: string;
  readonly point: NoisePoint;
}

const names = (text: string) => text.split(',').map((name) => name.trim());

/** Reads `0/0.3/0`: α, β and slip. Throws: `InvalidArgumentError`. */
function parseNoise(text: string): NamedNoise {
  const [alpha, beta, slip, ...more] = text === 'none' ? ['0', '0', '0'] : text.split('/');
  const [point] = alpha && beta && slip && more.length === 0 ? crossNoise({ alpha, beta, slip }) : [];
  if (!point) throw new InvalidArgumentError(`"${text}" is no noise: give none, or alpha/beta/slip such as 0/0.3/0.`);
  return { label: text, point };
}

export const options = {
  ...cached,
  logs,
  providers,
  populations: populations(2),
  sessions: optional('--sessions <n>', 'sessions of each population', {
    parse: positiveInteger,
    fallbackInWords: '700; all with --logs',
  }),
  policy: policy(),
  encoder,
  noise: option<readonly NamedNoise[]>(
    '--noise <list>',
    'how noisy operators answer: none, or alpha/beta/slip such as 0/0.3/0, separated by commas',
    {
      parse: (text) => names(text).map(parseNoise),
      fallback: ['none', '0/0.3/0', '0.3/0.3/0.3'].map(parseNoise),
      fallbackInWords: 'none,0/0.3/0,0.3/0.3/0.3',
    },
  ),
  objectives: option<readonly string[]>(
    '--objectives <names>',
    'what is learned from answers by; bench list objectives says which there are',
    { parse: names, fallback: ['dpo', 'kto', 'robust-dpo'], fallbackInWords: 'dpo,kto,robust-dpo' },
  ),
  references: option<readonly string[]>(
    '--references <list>',
    'how the reference follows: frozen, soft, hard, or share@steps such as 0.5@16',
    {
      parse(text) {
        const all = names(text);
        all.forEach(parseReference);
        return all;
      },
      fallback: ['frozen', 'soft'],
      fallbackInWords: 'frozen,soft',
    },
  ),
  steps: count('--steps <n>', 'steps of each training; where a training ends sooner, it had moved too far', 160),
};

export type AlignOptions = OptionsOf<typeof options>;
