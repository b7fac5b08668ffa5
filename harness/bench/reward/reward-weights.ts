import { InvalidArgumentError } from 'commander';
import { option } from '../../runner/option.ts';

/** What a session's parts count for. */
export interface RewardWeights {
  /** For the customer's goal reached. Range: from 0. */
  readonly goal: number;
  /** For each minute of operators' active time. Range: to 0. */
  readonly activeMinute: number;
  /** For each wrong suggestion that was performed and cannot be undone. Range: to 0. */
  readonly wrong: number;
}

/**
 * A goal is the unit. A minute costs a tenth of it: a case of STAR's mean 262 s by hand costs 0.44, so that work by hand is
 * still worth it and no time saved makes up for a case lost. What cannot be undone costs a case.
 */
export const USUAL_WEIGHTS: RewardWeights = { goal: 1, activeMinute: -0.1, wrong: -1 };

const NAMES = { goal: 'goal', 'active-minute': 'activeMinute', wrong: 'wrong' } as const;

/** The weights as an option is given them: `goal=1,active-minute=-0.1,wrong=-1`. */
export const weightsText = (weights: RewardWeights): string =>
  Object.entries(NAMES)
    .map(([name, field]) => `${name}=${weights[field]}`)
    .join(',');

/** Throws: `InvalidArgumentError`, where a part is none that is known, or its weight no number of its sign. */
function parseWeights(text: string): RewardWeights {
  const given = text.split(',').map((part) => {
    const [name = '', value = '', ...more] = part.split('=').map((one) => one.trim());
    const weight = Number(value);
    if (!Object.hasOwn(NAMES, name) || more.length > 0)
      throw new InvalidArgumentError(`"${part}" is no part of a reward; give ${weightsText(USUAL_WEIGHTS)}.`);
    const field = NAMES[name as keyof typeof NAMES];
    const [sign, range] = field === 'goal' ? [1, '0 or more'] : [-1, '0 or less'];
    if (value === '' || !Number.isFinite(weight) || sign * weight < 0)
      throw new InvalidArgumentError(`"${name}" counts for "${value}": give ${range}.`);
    return [field, weight + 0];
  });
  return { ...USUAL_WEIGHTS, ...Object.fromEntries(given) };
}

export const reward = option(
  '--reward <weights>',
  'what a session counts for: its goal, each minute of operators, each wrong suggestion performed that cannot be undone',
  { parse: parseWeights, fallback: USUAL_WEIGHTS, fallbackInWords: weightsText(USUAL_WEIGHTS) },
);
