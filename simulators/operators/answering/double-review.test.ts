import { expect, it } from 'vitest';
import { uniformNoise, uniformRate } from '../../../harness/contract/noise-rates.ts';
import { insideBinomial } from '../testing/test-binomial.ts';
import { pairs, request } from '../testing/test-screen.ts';
import { createOperator } from './create-operator.ts';
import { doubleReview } from './double-review.ts';
import { STAR_TIMES } from './operator-times.ts';

const { right, wrong } = pairs.send_text;
const DRAWS = 20_000;

function accepted(alpha: number, beta: number, suggestion: typeof right): number {
  const one = createOperator({
    population: '',
    noise: { ...uniformNoise(), alpha: uniformRate(alpha), beta: uniformRate(beta) },
  });
  const both = doubleReview(one, one);
  let accepts = 0;
  for (let step = 0; step < DRAWS; step++)
    if (both.respond(request(right, suggestion, step)).verdict === 'accept') accepts++;
  return accepts;
}

it('refuses right suggestions at 1 − (1 − α)² and accepts wrong ones at β²', () => {
  expect(insideBinomial(accepted(0.2, 0.4, right), DRAWS, 0.8 ** 2)).toBe(true);
  expect(insideBinomial(accepted(0.2, 0.4, wrong), DRAWS, 0.4 ** 2)).toBe(true);
});

it('takes the time of both where the first accepts, and of one where the first refuses', () => {
  const times = Object.fromEntries(
    Object.entries(STAR_TIMES).map(([act, { medianMs }]) => [act, { medianMs, sigma: 0 }]),
  ) as unknown as typeof STAR_TIMES;
  const never = createOperator({ population: '', noise: uniformNoise(), times });
  const both = doubleReview(never, never);
  const alone = never.respond(request(right, right, 0)).activeMs;
  expect(both.respond(request(right, right, 0)).activeMs).toBe(2 * alone);
  expect(both.respond(request(right, wrong, 0))).toEqual(never.respond(request(right, wrong, 0)));
});
