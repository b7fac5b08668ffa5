import { formatEstimate, formatPercent } from '../../../reports/present/format-value.ts';
import { sentence } from '../../../reports/present/sentence.ts';
import { hashMixes, PRESET_MIXES } from '../../bench/closed-loop/preset-mixes.ts';
import type { SensitivityOptions } from './options.ts';
import { type InputVerdict, OUTCOMES, type OutcomeName, type ScreenedEffect, varies } from './screen-inputs.ts';
import { CHANCE, INPUT_NAMES, INPUTS, RANGES } from './screened-inputs.ts';

/** Of each outcome: what matters most, what is undecided and what does no more than chance; and what interacts. */
export const screeningFindings = (effects: readonly ScreenedEffect[]): string[] =>
  (Object.keys(OUTCOMES) as OutcomeName[]).map((outcome) => {
    const own = effects.filter((one) => one.outcome === outcome);
    const called = (verdict: InputVerdict) => own.filter((one) => one.verdict === verdict);
    const [matters, undecided, little] = (['matters', 'undecided', 'no more than chance'] as const).map(called) as [
      ScreenedEffect[],
      ScreenedEffect[],
      ScreenedEffect[],
    ];
    const different = matters.filter(varies);
    return [
      matters.length === 0
        ? `${sentenceStart(OUTCOMES[outcome])}: no parameter is shown to do more than chance.`
        : `${sentenceStart(OUTCOMES[outcome])}: what matters is ${list(matters.map(withSize))}.`,
      ...(undecided.length > 0 ? [`Undecided: ${list(names(undecided))}.`] : []),
      ...(little.length > 0 ? [`No more than chance: ${list(names(little))}.`] : []),
      ...(different.length > 0
        ? [`Of what matters, effects of ${list(names(different))} differ by as much as they are large (σ at least μ*).`]
        : []),
    ].join(' ');
  });

const names = (effects: readonly ScreenedEffect[]) => effects.map(({ input }) => input);
const withSize = ({ input, muStar }: ScreenedEffect) => `${input} (${formatEstimate('slope', muStar)})`;
const sentenceStart = (words: string) => sentence(words).slice(0, -1);
export const list = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** How many parameters are worth indices: each costs a run in every row. */
const WORTH_INDICES = 4;
const ROWS = 64;

/** Which parameters are worth Sobol's indices: those whose effect on any outcome is largest beyond chance. */
export function nextStep(effects: readonly ScreenedEffect[]): string {
  const largest = new Map<string, number>();
  for (const { input, beyondChance } of effects)
    if (beyondChance?.estimate != null)
      largest.set(input, Math.max(largest.get(input) ?? Number.NEGATIVE_INFINITY, beyondChance.estimate));
  const ranked = [...INPUT_NAMES].sort(([, a], [, b]) => (largest.get(b) ?? -1) - (largest.get(a) ?? -1));
  const names = ranked.slice(0, WORTH_INDICES).map(([name]) => name);
  return `Which interact, Sobol’s indices say: bench sensitivity --sobol ${ROWS} --parameters ${names.join(',')}`;
}

/** How it was played, and what the figures can and cannot say. */
export const screeningNotes = ({ levels, sessions, taught }: SensitivityOptions): string[] => [
  [
    `Morris screening: each trajectory changes one parameter at a time, at ${levels} levels, in a population of its own.`,
    `Ranges: ${INPUTS.map((input) => `${input} ${RANGES.get(input)}`).join('; ')}.`,
    'What matters, matters over these ranges: a wider one would matter more.',
  ].join(' '),
  [
    `${sessions} sessions an arm and run, in closed loop. Policy, critic and gate are learned anew, from`,
    `${taught === 1 ? 'as many' : formatPercent(taught)} of the sessions that teach in settle. All runs of a trajectory`,
    `share their random numbers, but for “${CHANCE}”.`,
  ].join(' '),
  [
    'σ large beside μ* can mean that a parameter interacts, that its effect is not linear, that it differs between',
    'populations, or chance: screening does not tell these apart.',
  ].join(' '),
  `Mixes have the hash ${hashMixes()}. ${PRESET_MIXES.map(({ name, grounds }) => `Mix ${name}: ${grounds}.`).join(' ')}`,
];
