import { describe, expect, it } from 'vitest';
import { ACTION_KINDS } from '../../../harness/contract/action.ts';
import { createOperator } from '../answering/create-operator.ts';
import { insideBinomial } from '../testing/test-binomial.ts';
import { pairs, request } from '../testing/test-screen.ts';
import { PAPER_FIGURES } from './paper-figures.ts';
import { type PaperMix, paperMix } from './paper-mix.ts';

const DRAWS = 20_000;

/** Answers to suggestions of which the mix's share is right, and why they were refused. */
function answers({ noise, accuracy }: PaperMix, kind: (typeof ACTION_KINDS)[number]) {
  const operator = createOperator({ population: '', noise });
  const { right, wrong } = pairs[kind];
  const counts = { accepted: 0, 'model error': 0, acceptable: 0, environment: 0, other: 0 };
  for (let step = 0; step < DRAWS; step++) {
    // The right ones first: answers at different steps are independent.
    const suggestion = step < Math.round(accuracy[kind] * DRAWS) ? right : wrong;
    const { verdict, reason } = operator.respond(request(right, suggestion, step));
    counts[verdict === 'correct' ? reason! : 'accepted']++;
  }
  return counts;
}

/** A policy that is right less often than the paper's: operators must then let more of its errors pass. */
const weaker = { ...paperMix().accuracy, send_text: paperMix().accuracy.send_text - 0.1 };

describe('the paper’s mix answers as published', () => {
  const { acceptance, rejections } = PAPER_FIGURES;
  it.each([
    ['click_control', 'with β as assumed', paperMix()],
    ['close', 'with β as assumed', paperMix()],
    ['transfer', 'with β as assumed', paperMix()],
    ['send_text', 'with β as assumed', paperMix()],
    ['send_text', 'with β = 0', paperMix({ beta: 0 })],
    ['send_text', 'with the accuracy as measured', paperMix({ accuracy: weaker })],
  ] as const)('%s %s', (kind, _, mix) => {
    const counts = answers(mix, kind);
    const rejected = DRAWS - counts.accepted;
    expect(insideBinomial(counts.accepted, DRAWS, acceptance[kind])).toBe(true);
    expect(insideBinomial(counts['model error'], rejected, rejections.modelError)).toBe(true);
    expect(insideBinomial(counts.acceptable, rejected, rejections.acceptable)).toBe(true);
    expect(insideBinomial(counts.environment, rejected, rejections.environment)).toBe(true);
    expect(insideBinomial(counts.other, rejected, rejections.other)).toBe(true);
  });
});

describe('the rates of the paper’s mix', () => {
  it('are the published P(reject | correct) where no wrong suggestion is accepted', () => {
    const { alpha } = paperMix({ beta: 0 }).noise;
    const rounded = Object.fromEntries(ACTION_KINDS.map((kind) => [kind, Number(alpha[kind].toFixed(3))]));
    expect(rounded).toMatchObject({ click_control: 0.054, transfer: 0.033, send_text: 0.265 });
    // Published as .063 from figures that were rounded before.
    expect(alpha.close).toBeCloseTo(0.0625, 3);
  });

  it('come back from the accuracy that they imply', () => {
    const { noise, accuracy } = paperMix({ beta: 0.4 });
    const again = paperMix({ accuracy });
    for (const kind of ACTION_KINDS) {
      expect(again.noise.alpha[kind]).toBeCloseTo(noise.alpha[kind], 12);
      expect(again.noise.beta[kind]).toBeCloseTo(0.4, 12);
    }
  });

  it('are refused where no operator could answer so', () => {
    const sure = { ...paperMix().accuracy, close: 0.99 };
    expect(() => paperMix({ accuracy: sure })).toThrow(/kind close .* accuracy from 0\.\d+ to 0\.\d+/);
    expect(() => paperMix({ beta: 0.95 })).toThrow(/or a β from 0 to/);
  });
});
