import { ACTION_KINDS, type ActionKind } from '../../../harness/contract/action.ts';
import type { NoiseSettings, RateByKind } from '../../../harness/contract/operator.ts';
import { PAPER_FIGURES } from './paper-figures.ts';

/**
 * Not published. Assumed: about half of the 51.7–65.8 % of wrong advice that is followed in e-prescribing, which
 * is an upper end, since there the advice is rarely wrong and here wrong suggestions are daily bread.
 */
const BETA = 0.3;
/** Not published, assumed. */
const SLIP = 0.01;
const NOTICE = 0.3;

export interface PaperMixOptions {
  /** β of every kind, or by kind. Not together with `accuracy`. */
  readonly beta?: number | RateByKind;
  /** P(suggestion right) by kind, measured: α and β are then those at which acceptance and rejections are as published. */
  readonly accuracy?: RateByKind;
  readonly slip?: number;
  readonly notice?: number;
}

export interface PaperMix {
  readonly noise: NoiseSettings;
  /** P(suggestion right) by kind at which operators with this noise answer as published. */
  readonly accuracy: RateByKind;
}

/**
 * Operators who answer as the paper's do: acceptance by kind of action, and why they reject.
 *
 * With A the acceptance of a kind and R = 1 − A: limits of the environment and other causes refuse
 * u = (.069 + .127) R of the suggestions, whatever they are; of the others the operator judges. So
 * A = (1 − u) [(1 − α) p + β (1 − p)], where acceptable-but-rejected is .372 R = (1 − u) α p and model error
 * .432 R = (1 − u)(1 − β)(1 − p). Given β this yields p, then α; given p it yields both. With β = 0, α is the
 * published figures' P(reject | correct): .054 click, .063 close, .033 transfer, .265 text.
 *
 * Throws: where no operator can answer so, naming the kind.
 */
export function paperMix({ beta = BETA, accuracy, slip = SLIP, notice = NOTICE }: PaperMixOptions = {}): PaperMix {
  const betaOf = (kind: ActionKind) => (typeof beta === 'number' ? beta : beta[kind]);
  const fits = new Map(ACTION_KINDS.map((kind) => [kind, fitKind(kind, betaOf(kind), accuracy?.[kind])]));
  const byKind = (part: keyof KindFit): RateByKind =>
    Object.fromEntries(ACTION_KINDS.map((kind) => [kind, fits.get(kind)?.[part]])) as unknown as RateByKind;
  const slips = Object.fromEntries(ACTION_KINDS.map((kind) => [kind, slip])) as unknown as RateByKind;
  return {
    noise: {
      alpha: byKind('alpha'),
      beta: byKind('beta'),
      slip: slips,
      notice,
      traits: { 'environment-limits': 1, 'other-refusals': 1 },
    },
    accuracy: byKind('accuracy'),
  };
}

interface KindFit {
  readonly alpha: number;
  readonly beta: number;
  readonly accuracy: number;
}

function fitKind(kind: ActionKind, assumedBeta: number, measured: number | undefined): KindFit {
  const { acceptance, rejections } = PAPER_FIGURES;
  const rejected = 1 - acceptance[kind];
  const judged = 1 - (rejections.environment + rejections.other) * rejected;
  const errors = (rejections.modelError * rejected) / judged;
  const acceptable = (rejections.acceptable * rejected) / judged;
  const accuracy = measured ?? 1 - errors / (1 - assumedBeta);
  const beta = measured === undefined ? assumedBeta : 1 - errors / (1 - measured);
  const alpha = acceptable / accuracy;
  // At β = 1 nobody would be right: alpha would be −0.
  if (accuracy > 0 && alpha <= 1 && beta >= 0 && beta <= 1) return { alpha, beta, accuracy };
  throw new Error(
    [
      `No operator answers suggestions of kind ${kind} as published where ${share(accuracy)} of them are right:`,
      `give an accuracy from ${share(acceptable)} to ${share(1 - errors)},`,
      `or a β from 0 to ${share(1 - errors / (1 - acceptable))}.`,
    ].join(' '),
  );
}

const share = (value: number) => value.toFixed(3);
