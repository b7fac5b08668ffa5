import { describe, expect, it } from 'vitest';
import type { Action } from '../../harness/contract/action.ts';
import { uniformNoise } from '../../harness/contract/noise-rates.ts';
import type { NoiseSettings, OperatorRequest, WorkContext } from '../../harness/contract/operator.ts';
import { quantile } from '../../harness/shared/numbers.ts';
import { chooseTraits, TRAITS } from './answering/choose-traits.ts';
import { createOperator, personDraws, teamDraws } from './answering/create-operator.ts';
import type { Rates } from './answering/trait.ts';
import { PAPER_FIGURES } from './paper/paper-figures.ts';
import { insideBinomial } from './testing/test-binomial.ts';
import { pairs, request } from './testing/test-screen.ts';

const DRAWS = 20_000;
const NOISE = uniformNoise({ alpha: 0.1, beta: 0.2, slip: 0.04 });
const { right, wrong } = pairs.close;
const work: WorkContext = { operator: 'op1', sinceRestMs: 900_000, casesWorked: 90, queueLength: 5 };

/** How often each answer was given, over many steps. */
function answers(
  noise: NoiseSettings,
  suggestion: typeof right | null,
  extra: (step: number) => Partial<OperatorRequest>,
) {
  const operator = createOperator({ population: '', noise });
  const counts = { accept: 0, slip: 0, ms: 0, acceptable: 0, environment: 0, other: 0, 'model error': 0, noticed: 0 };
  for (let step = 0; step < DRAWS; step++) {
    const feedback = operator.respond(request(right, suggestion, step, extra(step)));
    if (feedback.verdict === 'accept') counts.accept++;
    if (feedback.slipped) counts.slip++;
    if (feedback.noticed) counts.noticed++;
    if (feedback.reason) counts[feedback.reason]++;
    counts.ms += feedback.activeMs;
  }
  return counts;
}

/** The rate whose odds are so many times those of another. */
function timesOdds(rate: number, factor: number): number {
  const odds = (factor * rate) / (1 - rate);
  return odds / (1 + odds);
}

const withTraits = (traits: Record<string, number>): NoiseSettings => ({ ...NOISE, traits });
const saturated = 1 - Math.exp(-1);

describe('exact rates over 20,000 draws', () => {
  it.each([
    ['automation-bias', 2 ** (0.8 + saturated), 2 ** -(0.8 + saturated)],
    ['vigilance', 2 ** saturated, 2 ** (-saturated / 2)],
    ['time-pressure', 2 ** saturated, 1],
    ['learning-curve', 10 ** -0.3, 10 ** -0.3],
  ])('%s multiplies the odds of accepting what is wrong and of refusing what is right', (trait, beta, alpha) => {
    const extra = () => ({ work, confidence: 0.8, acceptsInRow: 5 });
    const noise = withTraits({ [trait]: 1 });
    expect(insideBinomial(answers(noise, wrong, extra).accept, DRAWS, timesOdds(0.2, beta))).toBe(true);
    expect(insideBinomial(answers(noise, right, extra).acceptable, DRAWS, timesOdds(0.1, alpha))).toBe(true);
  });

  it('vigilance and time pressure multiply the odds of a slip, and time pressure shortens the time', () => {
    const hurried = answers(withTraits({ 'time-pressure': 1 }), null, () => ({ work }));
    const calm = answers(NOISE, null, () => ({ work }));
    expect(insideBinomial(hurried.slip, DRAWS, timesOdds(0.04, 2 ** saturated))).toBe(true);
    const tired = answers(withTraits({ vigilance: 1 }), null, () => ({ work }));
    expect(insideBinomial(tired.slip, DRAWS, timesOdds(0.04, 2 ** saturated))).toBe(true);
    expect(hurried.ms / calm.ms).toBeCloseTo(Math.exp(-0.3 * saturated), 2);
  });

  it('preference refuses what is right for the favourite, which is then done', () => {
    const others = [right, pairs.transfer.right, pairs.click_control.right];
    const operator = createOperator({ population: '', noise: { ...uniformNoise(), traits: { preference: 0.3 } } });
    const ask = (suggestion: typeof right, step: number) =>
      operator.respond(request(right, suggestion, step, { work, truth: { acceptable: others } }));
    // The favourite of this operator is the one that is never refused.
    const refused = others.map((suggestion) => {
      let count = 0;
      for (let step = 0; step < DRAWS; step++) if (ask(suggestion, step).verdict === 'correct') count++;
      return count;
    });
    expect(refused.filter((count) => count === 0)).toHaveLength(1);
    const favourite = others[refused.indexOf(0)]!;
    for (const [at, count] of refused.entries())
      if (count > 0) expect(insideBinomial(count, DRAWS, 0.3), `${at}`).toBe(true);
    for (const suggestion of others)
      for (let step = 0; step < 200; step++) {
        const { verdict, action, reason, slipped } = ask(suggestion, step);
        if (verdict === 'correct')
          expect({ action, reason, slipped }).toEqual({ action: favourite, reason: 'acceptable', slipped: false });
      }
  });

  it('settled refusals strike the same targets always, and as many over all targets', () => {
    const alpha = 0.3;
    const strength = 0.8;
    const operator = createOperator({
      population: '',
      noise: { ...uniformNoise({ alpha }), traits: { 'settled-refusals': strength } },
    });
    const targets = 400;
    const asks = 50;
    const shares = Array.from({ length: targets }, (_, target) => {
      const reply: Action = { kind: 'send_text', reply: `reply ${target}`, text: '' };
      let refused = 0;
      for (let step = 0; step < asks; step++)
        if (operator.respond(request(reply, reply, target * asks + step)).verdict === 'correct') refused++;
      return refused / asks;
    });
    const low = (1 - strength) * alpha;
    const never = shares.filter((share) => share > 0.5);
    expect(insideBinomial(never.length, targets, alpha)).toBe(true);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(never)).toBeCloseTo(low + strength, 1);
    expect(mean(shares.filter((share) => share <= 0.5))).toBeCloseTo(low, 1);
    // Four standard deviations of the share of targets that are refused.
    expect(Math.abs(mean(shares) - alpha)).toBeLessThan(4 * strength * Math.sqrt((alpha * (1 - alpha)) / targets));
  });

  it('an instruction to reject is followed at its share, whatever the suggestion, and for its kind only', () => {
    const noise = withTraits({ 'instructed-reject:close': 0.7 });
    for (const suggestion of [right, wrong])
      expect(insideBinomial(answers(noise, suggestion, () => ({})).other, DRAWS, 0.7)).toBe(true);
    expect(answers(noise, pairs.transfer.wrong, () => ({})).other).toBe(0);
  });

  it('an instruction to prefer is followed at its share, with or without a suggestion', () => {
    const wanted = pairs.send_text.right;
    const operator = createOperator({
      population: '',
      noise: { ...uniformNoise(), traits: { 'instructed-prefer:send_text ask': 0.6 } },
    });
    for (const suggestion of [null, right]) {
      let followed = 0;
      for (let step = 0; step < DRAWS; step++) {
        const { action } = operator.respond(
          request(right, suggestion, step, { truth: { acceptable: [right, wanted] } }),
        );
        if (action === wanted) followed++;
      }
      expect(insideBinomial(followed, DRAWS, 0.6)).toBe(true);
    }
  });

  it('an adversary accepts the surest wrong critical suggestions up to the budget, and no others', () => {
    const noise: NoiseSettings = { ...uniformNoise(), traits: { adversarial: 0.15 } };
    const sure = (step: number) => ({ confidence: (step + 0.5) / DRAWS });
    expect(answers(noise, wrong, sure).accept).toBe(0.15 * DRAWS);
    expect(answers(noise, wrong, (step) => ({ ...sure(step), critical: false })).accept).toBe(0);
    expect(answers(noise, right, sure).accept).toBe(DRAWS);
  });

  it('limits of the environment and other refusals strike right and wrong suggestions alike', () => {
    const noise: NoiseSettings = { ...uniformNoise(), traits: { 'environment-limits': 5, 'other-refusals': 2 } };
    const rejected = 1 - PAPER_FIGURES.acceptance.close;
    for (const suggestion of [right, wrong]) {
      const counts = answers(noise, suggestion, () => ({}));
      expect(insideBinomial(counts.environment, DRAWS, 5 * 0.069 * rejected)).toBe(true);
      expect(insideBinomial(counts.other, DRAWS, 2 * 0.127 * rejected)).toBe(true);
    }
  });
});

describe('skill', () => {
  it('spreads acceptance over operators as in STAR', () => {
    const temper = chooseTraits({ skill: 1 })!;
    const personOf = personDraws('');
    const base: Rates = {
      alpha: 0.13,
      beta: 0.2,
      slip: 0.01,
      notice: 0.3,
      timeFactor: 1,
      environment: 0,
      other: 0,
      preference: 0,
      favourite: null,
    };
    const moment = {
      suggestion: right,
      confidence: null,
      critical: true,
      acceptsInRow: 0,
      work,
      right: [right],
      team: teamDraws(''),
    };
    const people = Array.from({ length: 5000 }, (_, at) => temper(base, { ...moment, person: personOf(`op${at}`) }));
    const shares = people.map(({ alpha }) => 1 - alpha);
    // Published over operators of the whole of STAR: 82, 87, 90; of the archive: 81, 86, 91.
    for (const [p, expected] of [
      [0.25, 0.812],
      [0.5, 0.87],
      [0.75, 0.912],
    ] as const)
      expect(Math.abs(quantile(shares, p) - expected)).toBeLessThan(0.01);
    // People differ in pace, but a team is as fast as was set.
    expect(people.reduce((sum, { timeFactor }) => sum + timeFactor, 0) / people.length).toBeCloseTo(1, 1);
  });

  it('leaves an unknown operator the average one', () => {
    const [plain, skilled] = [NOISE, withTraits({ skill: 3 })].map((noise) =>
      createOperator({ population: '', noise }),
    );
    for (let step = 0; step < 200; step++)
      expect(skilled!.respond(request(right, wrong, step))).toEqual(plain!.respond(request(right, wrong, step)));
  });
});

it('traits of strength 0 change no answer in any moment', () => {
  const zero = Object.fromEntries(
    TRAITS.map(({ name, badArgument }) => [badArgument ? `${name}:close` : name, 0] as const),
  );
  const [plain, still] = [NOISE, withTraits(zero)].map((noise) => createOperator({ population: '', noise }));
  for (const [at, suggestion] of [right, wrong, null].entries())
    for (let step = 0; step < 300; step++) {
      const asked = request(right, suggestion, step, {
        work: { ...work, operator: `op${step % 7}`, queueLength: step % 9 },
        confidence: (step % 11) / 10,
        acceptsInRow: step % 5,
        truth: { acceptable: at === 1 ? [right] : [right, pairs.transfer.right] },
      });
      expect(still!.respond(asked)).toStrictEqual(plain!.respond(asked));
    }
});
