import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { NoiseRates } from '../../harness/contract/noise-rates.ts';
import { dawidSkene } from './dawid-skene.ts';
import { identifiability } from './identifiable.ts';
import type { ReviewedItem } from './reviewed-item.ts';
import { ratesOfPairs, ratesOfPairsInTwoStrata, ratesOfTriples } from './testing/closed-form.ts';

/** Items as often as each pattern of `reviews` answers is expected among very many. */
function expected(
  accuracy: number,
  rates: NoiseRates,
  reviews: number,
  total: number,
  stratum?: string,
): ReviewedItem[] {
  const items: ReviewedItem[] = [];
  for (let accepted = 0; accepted <= reviews; accepted++) {
    const ways = [1, reviews, (reviews * (reviews - 1)) / 2, 1][accepted === reviews ? 3 : accepted]!;
    const chance = (rate: number) => ways * rate ** accepted * (1 - rate) ** (reviews - accepted);
    const count = Math.round(total * (accuracy * chance(1 - rates.alpha) + (1 - accuracy) * chance(rates.beta)));
    const answers = Array.from({ length: reviews }, (_, at) => ({ operator: `o${at}`, accepted: at < accepted }));
    for (let i = 0; i < count; i++) items.push({ reviews: answers, ...(stratum === undefined ? {} : { stratum }) });
  }
  return items;
}

/** Items answered by some of the operators, who err independently of one another. */
function simulated(
  count: number,
  accuracy: number,
  operators: Readonly<Record<string, NoiseRates>>,
  random: () => number,
  stratum?: string,
): (ReviewedItem & { right: boolean })[] {
  return Array.from({ length: count }, () => {
    const right = random() < accuracy;
    const reviews = Object.entries(operators).map(([operator, { alpha, beta }]) => ({
      operator,
      accepted: random() < (right ? 1 - alpha : beta),
    }));
    return { right, reviews, ...(stratum === undefined ? {} : { stratum }) };
  });
}

const moment = (accuracy: number, { alpha, beta }: NoiseRates, power: number) =>
  accuracy * (1 - alpha) ** power + (1 - accuracy) * beta ** power;

const cases = fc.record({
  accuracy: fc.double({ min: 0.2, max: 0.85, noNaN: true }),
  alpha: fc.double({ min: 0.02, max: 0.3, noNaN: true }),
  beta: fc.double({ min: 0.02, max: 0.5, noNaN: true }),
});

describe('closed forms', () => {
  it('three answers give back the rates and the accuracy', () => {
    fc.assert(
      fc.property(cases, ({ accuracy, ...rates }) => {
        const [one, two, three] = [1, 2, 3].map((power) => moment(accuracy, rates, power)) as [number, number, number];
        const found = ratesOfTriples({ one, two, three });
        expect(found.rates.alpha).toBeCloseTo(rates.alpha, 6);
        expect(found.rates.beta).toBeCloseTo(rates.beta, 6);
        expect(found.accuracies[0]).toBeCloseTo(accuracy, 6);
      }),
    );
  });

  it('two answers give them back in two strata of unequal accuracy, or where it is known', () => {
    fc.assert(
      fc.property(cases, ({ accuracy, ...rates }) => {
        const pair = (share: number) => ({ one: moment(share, rates, 1), two: moment(share, rates, 2) });
        const found = ratesOfPairsInTwoStrata(pair(accuracy), pair(accuracy / 2));
        const given = ratesOfPairs(pair(accuracy), accuracy);
        for (const one of [found.rates, given.rates]) {
          expect(one.alpha).toBeCloseTo(rates.alpha, 6);
          expect(one.beta).toBeCloseTo(rates.beta, 6);
        }
        expect(found.accuracies[1]).toBeCloseTo(accuracy / 2, 6);
      }),
    );
  });

  it('say why where there is no answer', () => {
    expect(() => ratesOfTriples({ one: 0.5, two: 0.25, three: 0.125 })).toThrow('no more often than by chance');
    expect(() => ratesOfPairs({ one: 0.5, two: 0.2 }, 0.6)).toThrow('no more often than by chance');
    expect(() => ratesOfPairs({ one: 0.9, two: 0.85 }, 0.1)).toThrow('the answers would need alpha');
    const pair = { one: 0.6, two: 0.5 };
    expect(() => ratesOfPairsInTwoStrata(pair, pair)).toThrow('accepted equally often');
    expect(() => ratesOfPairs(pair, 1)).toThrow('accuracy is 1');
  });
});

describe('Dawid-Skene', () => {
  it('agrees with the closed form of three answers', () => {
    // Operators who hardly tell right from wrong keep the search going for long.
    const telling = cases.filter(({ alpha, beta }) => alpha + beta < 0.6);
    fc.assert(
      fc.property(telling, ({ accuracy, ...rates }) => {
        const items = expected(accuracy, rates, 3, 20_000);
        const accepted = items.map(({ reviews }) => reviews.filter((one) => one.accepted).length);
        const mean = (of: (count: number) => number) => accepted.reduce((sum, one) => sum + of(one), 0) / items.length;
        const moments = {
          one: mean((k) => k / 3),
          two: mean((k) => (k * (k - 1)) / 6),
          three: mean((k) => (k === 3 ? 1 : 0)),
        };
        const closed = ratesOfTriples(moments);
        const found = dawidSkene(items);
        expect(found.converged).toBe(true);
        expect(found.rates.alpha).toBeCloseTo(closed.rates.alpha, 4);
        expect(found.rates.beta).toBeCloseTo(closed.rates.beta, 4);
        expect(found.accuracies.get('all')).toBeCloseTo(closed.accuracies[0]!, 4);
      }),
      { numRuns: 25 },
    );
  });

  it('finds the rates from two answers in two strata, and where the accuracy is known', () => {
    const rates = { alpha: 0.1, beta: 0.3 };
    const strata = [...expected(0.8, rates, 2, 20_000, 'easy'), ...expected(0.4, rates, 2, 20_000, 'hard')];
    const found = dawidSkene(strata, { maxRounds: 100_000 });
    expect(found.rates.alpha).toBeCloseTo(0.1, 2);
    expect(found.rates.beta).toBeCloseTo(0.3, 2);
    expect(found.accuracies.get('easy')).toBeCloseTo(0.8, 2);
    expect(found.accuracies.get('hard')).toBeCloseTo(0.4, 2);
    expect(found.assumes).toContain('they err alike in every stratum');
    const given = dawidSkene(expected(0.7, rates, 2, 20_000), { accuracy: 0.7 });
    expect(given.rates.alpha).toBeCloseTo(0.1, 2);
    expect(given.rates.beta).toBeCloseTo(0.3, 2);
  });

  it('finds each operator’s own rates, and which suggestions are right', () => {
    const operators = {
      careful: { alpha: 0.02, beta: 0.02 },
      lenient: { alpha: 0.05, beta: 0.6 },
      strict: { alpha: 0.4, beta: 0.1 },
    };
    const items = simulated(6000, 0.65, operators, seedrandom('three'));
    const found = dawidSkene(items, { perOperator: true });
    for (const [operator, rates] of Object.entries(operators)) {
      expect(Math.abs(found.operators.get(operator)!.alpha - rates.alpha)).toBeLessThan(0.03);
      expect(Math.abs(found.operators.get(operator)!.beta - rates.beta)).toBeLessThan(0.04);
    }
    const hits = (says: (at: number) => boolean) => items.filter(({ right }, at) => says(at) === right).length;
    const majority = hits((at) => items[at]!.reviews.filter(({ accepted }) => accepted).length >= 2);
    expect(hits((at) => found.posteriors[at]! >= 0.5)).toBeGreaterThan(majority);
    expect(found.rates.beta).toBeCloseTo((0.02 + 0.6 + 0.1) / 3, 1);
  });

  it('does not depend on the items’ order, and gives the same where operators are many', () => {
    const random = seedrandom('order');
    const items = simulated(
      300,
      0.6,
      { a: { alpha: 0.1, beta: 0.2 }, b: { alpha: 0.2, beta: 0.2 }, c: { alpha: 0, beta: 0.4 } },
      random,
    );
    const there = dawidSkene(items, { perOperator: true });
    const back = dawidSkene([...items].reverse(), { perOperator: true });
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

  it('is misled where operators err together, as it says that it assumes', () => {
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

describe('what answers cannot tell', () => {
  const pair = (stratum?: string) => expected(0.7, { alpha: 0.1, beta: 0.3 }, 2, 400, stratum);
  const shared = { perOperator: false, accuracyKnown: false };

  it('two answers in one stratum, or in strata that are accepted alike, are refused', () => {
    for (const items of [pair(), [...pair('one'), ...pair('two')]]) {
      expect(identifiability(items, shared).identified).toBe(false);
      expect(() => dawidSkene(items)).toThrow('how often operators agree and not how often they err');
    }
    expect(identifiability(pair(), { perOperator: false, accuracyKnown: true }).identified).toBe(true);
    expect(identifiability([], shared).identified).toBe(false);
  });

  it('two quite different explanations give two answers of one stratum the same chances', () => {
    const one = { one: moment(0.7, { alpha: 0.1, beta: 0.3 }, 1), two: moment(0.7, { alpha: 0.1, beta: 0.3 }, 2) };
    const other = ratesOfPairs(one, 0.5);
    expect(Math.abs(other.rates.beta - 0.3)).toBeGreaterThan(0.05);
    expect(moment(0.5, other.rates, 2)).toBeCloseTo(one.two, 9);
  });

  it('an operator who meets others in pairs of one stratum alone has no known rates', () => {
    const triple = { reviews: ['a', 'b', 'c'].map((operator) => ({ operator, accepted: true })) };
    const apart = { reviews: ['a', 'd'].map((operator) => ({ operator, accepted: true })) };
    const own = { perOperator: true, accuracyKnown: true };
    expect(identifiability([triple], own).identified).toBe(true);
    expect(identifiability([triple, apart], own)).toMatchObject({ identified: false });
    expect(identifiability([triple, apart], own).reason).toContain('(d)');
  });

  it('one operator’s two answers to an item, and an impossible accuracy, are refused', () => {
    const twice = { reviews: ['a', 'a', 'b'].map((operator) => ({ operator, accepted: true })) };
    expect(() => dawidSkene([twice])).toThrow('item 0 has two answers of one operator');
    expect(() => dawidSkene([], { accuracy: 2 })).toThrow('accuracy is 2');
  });
});
