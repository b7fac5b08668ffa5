import { ACTION_KINDS, type ActionKind } from '../../contract/action.ts';
import { uniformRate } from '../../contract/noise-rates.ts';
import type { RateByKind } from '../../contract/operator.ts';
import { UsageError } from '../../runner/exit-code.ts';

/** One value of a noise option: how people write it, and the rates it stands for. */
export interface NoiseLevel {
  readonly label: string;
  readonly rates: RateByKind;
}

/**
 * P(operator rejects | suggestion correct) by action kind in the published deployment.
 * Source: acceptance by kind and the rejection taxonomy of arXiv 2604.23855, combined; kinds that it
 * does not report take the click's rate.
 */
const PAPER_ALPHA: RateByKind = {
  select_procedure: 0.054,
  submit_form: 0.054,
  click_control: 0.054,
  send_text: 0.265,
  transfer: 0.033,
  close: 0.063,
};

/**
 * Reads a noise option: levels separated by commas, each a rate in [0, 1], the word `paper` (for α), or
 * rates by kind joined by `+`, such as `send_text=0.2+close=0.05` (other kinds 0).
 *
 * Throws: `UsageError`, one sentence that names option, value and what is allowed.
 */
export function parseNoiseOption(option: string, text: string): NoiseLevel[] {
  return text.split(',').map((part) => {
    const label = part.trim();
    if (label === 'paper' && option === '--alpha') return { label, rates: PAPER_ALPHA };
    if (label.includes('=')) return { label, rates: ratesByKind(option, label) };
    return { label, rates: uniformRate(parseRate(option, label)) };
  });
}

function ratesByKind(option: string, label: string): RateByKind {
  const rates: Record<ActionKind, number> = { ...uniformRate(0) };
  for (const pair of label.split('+')) {
    const [kind = '', rate = ''] = pair.split('=');
    if (!ACTION_KINDS.some((known) => known === kind))
      throw new UsageError(`${option}: "${kind}" is not a kind of action; use one of ${ACTION_KINDS.join(', ')}.`);
    rates[kind as ActionKind] = parseRate(option, rate);
  }
  return rates;
}

function parseRate(option: string, text: string): number {
  const rate = Number(text);
  if (text === '' || !(rate >= 0 && rate <= 1))
    throw new UsageError(
      `${option}: "${text}" is not a rate; give a number from 0 to 1, or rates by kind such as send_text=0.2+close=0.05.`,
    );
  return rate;
}
