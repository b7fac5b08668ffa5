import type { OptionsOf } from '../../bench/experiment.ts';
import { cached, encoder, logs, policy, populations, providers } from '../../bench/options.ts';
import { reward } from '../../bench/reward/reward-weights.ts';
import { count, flag, option, optional, positiveInteger, wholeNumber } from '../../runner/option.ts';
import { parseReference } from './methods.ts';
import { parseNoise } from './named-noise.ts';

const names = (text: string) => text.split(',').map((name) => name.trim());

/** Names that are each read as something. Throws: as the reading does. */
const namesOf = (read: (name: string) => unknown) => (text: string) => {
  const all = names(text);
  all.forEach(read);
  return all;
};

/** Sessions of a generated population. */
export const GENERATED = 500;

/** What `--full` stands for: hours, in place of a small grid. */
export const FULL = {
  populations: 5,
  sessions: 1500,
  noise: ['none', '0/0.3/0', '0.1/0.3/0.1', '0.3/0.3/0.3'],
  objectives: ['dpo', 'robust-dpo', 'ipo', 'apo-zero', 'apo-down', 'kto'],
  references: ['frozen', 'soft', 'hard'],
  steps: 480,
  episodes: 2000,
  closedSessions: 400,
};

export const options = {
  ...cached,
  logs,
  providers,
  full: flag(
    '--full',
    [
      `the whole grid, in hours: ${FULL.populations} populations of ${FULL.sessions} sessions,`,
      `all objectives and references, ${FULL.noise.length} noises`,
    ].join(' '),
  ),
  populations: populations(2),
  sessions: optional('--sessions <n>', 'sessions of each population', {
    parse: positiveInteger,
    fallbackInWords: '500; all with --logs',
  }),
  policy: policy(),
  encoder,
  noise: option<readonly string[]>(
    '--noise <list>',
    'how noisy operators answer: none, or alpha/beta/slip such as 0/0.3/0, separated by commas',
    { parse: namesOf(parseNoise), fallback: ['none', '0.3/0.3/0.3'], fallbackInWords: 'none,0.3/0.3/0.3' },
  ),
  objectives: option<readonly string[]>(
    '--objectives <names>',
    'what is learned from answers by; bench list objectives says which there are',
    { parse: names, fallback: ['dpo', 'kto', 'robust-dpo'], fallbackInWords: 'dpo,kto,robust-dpo' },
  ),
  references: option<readonly string[]>(
    '--references <list>',
    'how the reference follows: frozen, soft, hard, or share@steps such as 0.5@16',
    { parse: namesOf(parseReference), fallback: ['frozen', 'soft'], fallbackInWords: 'frozen,soft' },
  ),
  episodes: option(
    '--episodes <n>',
    'episodes from which a tiny transformer learns by rewards, by each way, without --logs; 0 for none',
    { parse: wholeNumber, fallback: 300 },
  ),
  steps: count('--steps <n>', 'steps of each training; one that moves too far ends sooner', 96),
  closedSessions: option(
    '--closed-sessions <n>',
    'sessions that each of four policies plays in closed loop, in each population under each noise; 0 for none',
    { parse: wholeNumber, fallback: 120 },
  ),
  reward,
};

export type AlignOptions = OptionsOf<typeof options>;
