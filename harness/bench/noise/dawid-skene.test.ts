import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { NoiseRates } from '../../contract/noise-rates.ts';
import { dawidSkene } from './dawid-skene.ts';
import type { ReviewedItem } from './reviewed-item.ts';
import { ratesOfTriples } from './testing/closed-form.ts';

/** Items as often as each pattern of three answers is expected among very many. */
function expected(accuracy: number, { alpha, beta }: NoiseRates, total: number): ReviewedItem[] {
  return [1, 3, 3, 1].flatMap((ways, accepted) => {
    const chance = (rate: number) => ways * rate ** accepted * (1 - rate) ** (3 - accepted);
    const count = Math.round(total * (accuracy * chance(1 - alpha) + (1 - accuracy) * chance(beta)));
    const reviews = [0, 1, 2].map((at) => ({ operator: `o${at}`, accepted: at < accepted }));
    return Array.from({ length: count }, () => ({ reviews }));
  });
}

/** Items answered by the operators, who err independently of one another. */
function simulated(
  count: number,
  accuracy: number,
  operators: Readonly<Record<string, NoiseRates>>,
  random: () => number,
): (ReviewedItem & { right: boolean })[] {
  return Array.from({ length: count }, () => {
    const right = random() < accuracy;
    const reviews = Object.entries(operators).map(([operator, { alpha, beta }]) => ({
      operator,
      accepted: random() < (right ? 1 - alpha : beta),
    }));
    return { right, reviews };
  });
}

const moment = (accuracy: number, { alpha, beta }: NoiseRates, power: number) =>
  accuracy * (1 - alpha) ** power + (1 - accuracy) * beta ** power;

const cases = fc.record({
  accuracy: fc.double({ min: 0.2, max: 0.85, noNaN: true }),
  alpha: fc.double({ min: 0.02, max: 0.3, noNaN: true }),
  beta: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
});

it('the closed form of three answers gives back the rates and the accuracy', () => {
  fc.assert(
    fc.property(cases, ({ accuracy, ...rates }) => {
      const [one, two, three] = [1, 2, 3].map((power) => moment(accuracy, rates, power)) as [number, number, number];
      const found = ratesOfTriples({ one, two, three });
      expect(found.rates.alpha).toBeCloseTo(rates.alpha, 6);
      expect(found.rates.beta).toBeCloseTo(rates.beta, 6);
      expect(found.accuracy).toBeCloseTo(accuracy, 6);
    }),
  );
});

describe('Dawid-Skene', () => {
  it('agrees with the closed form of three answers', () => {
    // Operators who hardly tell right from wrong keep the search going for long.
    const telling = cases.filter(({ alpha, beta }) => alpha + beta < 0.6);
    fc.assert(
      fc.property(telling, ({ accuracy, ...rates }) => {
        const items = expected(accuracy, rates, 20_000);
        const accepted = items.map(({ reviews }) => reviews.filter((one) => one.accepted).length);
        const mean = (of: (count: number) => number) => accepted.reduce((sum, one) => sum + of(one), 0) / items.length;
        const closed = ratesOfTriples({
          one: mean((k) => k / 3),
          two: mean((k) => (k * (k - 1)) / 6),
          three: mean((k) => (k === 3 ? 1 : 0)),
        });
        const found = dawidSkene(items);
        expect(found.rates.alpha).toBeCloseTo(closed.rates.alpha, 4);
        expect(found.rates.beta).toBeCloseTo(closed.rates.beta, 4);
        expect(found.accuracy).toBeCloseTo(closed.accuracy, 4);
      }),
      { numRuns: 25 },
    );
  });

  it('tells which suggestions are right where most are wrong and operators let them pass', () => {
    // The majority's view begins at the mirrored explanation.
    const items = simulated(6000, 0.2, { a: LENIENT, b: LENIENT, c: LENIENT }, seedrandom('lenient'));
    const { rates, accuracy, posteriors } = dawidSkene(items);
    expect(rates.alpha).toBeCloseTo(LENIENT.alpha, 1);
    expect(rates.beta).toBeCloseTo(LENIENT.beta, 1);
    expect(accuracy).toBeCloseTo(0.2, 1);
    const mean = (right: boolean) => {
      const some = posteriors.filter((_, at) => items[at]!.right === right);
      return some.reduce((sum, one) => sum + one, 0) / some.length;
    };
    expect(mean(true)).toBeGreaterThan(mean(false));
  });

  it('takes of two mirrored explanations the one in which operators err less than by chance', () => {
    const contrary = { alpha: 0.9, beta: 0.8 };
    const { rates, accuracy } = dawidSkene(expected(0.3, contrary, 20_000));
    expect(rates.alpha).toBeCloseTo(1 - contrary.beta, 2);
    expect(rates.beta).toBeCloseTo(1 - contrary.alpha, 2);
    expect(accuracy).toBeCloseTo(0.7, 2);
  });

  it('takes as many to be right as its posteriors say, however often each was answered', () => {
    const same = { alpha: 0.1, beta: 0.3 };
    const four = { a: same, b: same, c: same, d: same };
    const often = simulated(800, 0.9, { ...four, e: same, f: same, g: same }, seedrandom('often'));
    const few = simulated(800, 0.5, { a: same, b: same, c: same }, seedrandom('few'));
    const { accuracy, posteriors } = dawidSkene([...often, ...few]);
    expect(accuracy).toBeCloseTo(posteriors.reduce((sum, one) => sum + one, 0) / posteriors.length, 8);
  });

  it('does not depend on the items’ order', () => {
    const items = simulated(
      300,
      0.6,
      { a: { alpha: 0.1, beta: 0.2 }, b: { alpha: 0.2, beta: 0.2 }, c: { alpha: 0, beta: 0.4 } },
      seedrandom('order'),
    );
    const there = dawidSkene(items);
    const back = dawidSkene([...items].reverse());
    expect(back.rates).toEqual(there.rates);
    expect([...back.posteriors].reverse()).toEqual(there.posteriors);
  });

  it('is nearer the truth with more answers', () => {
    const errors = [100, 6400].map((count) => {
      let sum = 0;
      for (let run = 0; run < 20; run++) {
        const same = { alpha: 0.1, beta: 0.3 };
        const items = simulated(count, 0.7, { a: same, b: same, c: same }, seedrandom(`${count} ${run}`));
        const { rates } = dawidSkene(items);
        sum += Math.abs(rates.alpha - 0.1) + Math.abs(rates.beta - 0.3);
      }
      return sum;
    });
    expect(errors[1]! * 4).toBeLessThan(errors[0]!);
  });

  it('is misled where operators err together, as it says that it takes on trust', () => {
    const random = seedrandom('together');
    const shared = Array.from({ length: 6000 }, (): ReviewedItem => {
      const right = random() < 0.6;
      // Half of the wrong suggestions deceive everybody.
      const deceives = !right && random() < 0.5;
      const reviews = ['a', 'b', 'c'].map((operator) => ({
        operator,
        accepted: right || deceives ? random() < 0.95 : random() < 0.05,
      }));
      return { reviews };
    });
    expect(dawidSkene(shared).rates.beta).toBeLessThan(0.1);
  });
});

const LENIENT = { alpha: 0.1, beta: 0.4 };

describe('what answers cannot tell', () => {
  it('two answers are refused: quite different explanations give them the same chances', () => {
    const pairs = simulated(100, 0.7, { a: LENIENT, b: LENIENT }, seedrandom('pairs'));
    expect(() => dawidSkene(pairs)).toThrow('how often operators agree and not how often they err');
    expect(() => dawidSkene([])).toThrow('get three answers');
    const one = { accuracy: 0.7, rates: { alpha: 0.1, beta: 0.3 } };
    const [first, second] = [1, 2].map((power) => moment(one.accuracy, one.rates, power)) as [number, number];
    const distance = Math.sqrt((second - first * first) / 0.25);
    const other = { alpha: 1 - first - distance / 2, beta: first - distance / 2 };
    expect(moment(0.5, other, 1)).toBeCloseTo(first, 9);
    expect(moment(0.5, other, 2)).toBeCloseTo(second, 9);
    expect(Math.abs(other.beta - one.rates.beta)).toBeGreaterThan(0.1);
  });

  it('one operator’s two answers to an item are refused', () => {
    const twice = { reviews: ['a', 'a', 'b'].map((operator) => ({ operator, accepted: true })) };
    expect(() => dawidSkene([twice])).toThrow('item 0 has two answers of one operator');
  });
});
