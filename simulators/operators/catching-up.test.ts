import { expect, it } from 'vitest';
import { uniformNoise } from '../../harness/contract/noise-rates.ts';
import { quantile } from '../../harness/shared/numbers.ts';
import { createOperator } from './answering/create-operator.ts';
import { STAR_TIMES } from './answering/operator-times.ts';
import { insideBinomial } from './testing/test-binomial.ts';
import { pairs, request } from './testing/test-screen.ts';

const { right } = pairs.close;
const DRAWS = 2000;

it('reads each step that ran unattended before acting, and draws everything else as before', () => {
  const catchUp = { medianMs: 6000, sigma: 0.6 };
  const operator = createOperator({
    population: '',
    noise: uniformNoise({ alpha: 0.3 }),
    times: { ...STAR_TIMES, catchUp },
  });
  const extra = (unattendedSteps: number) =>
    Array.from({ length: DRAWS }, (_, step) => {
      const before = operator.respond(request(right, right, step));
      const after = operator.respond(request(right, right, step, { unattendedSteps }));
      expect({ ...after, activeMs: 0 }).toEqual({ ...before, activeMs: 0 });
      return after.activeMs - before.activeMs;
    });
  const [none, one, five] = [0, 1, 5].map(extra) as [number[], number[], number[]];
  expect(new Set(none)).toEqual(new Set([0]));
  expect(Math.abs(Math.log(quantile(one, 0.5) / catchUp.medianMs))).toBeLessThan(0.06);
  for (const [at, ms] of five.entries()) expect(Math.abs(ms - 5 * one[at]!)).toBeLessThan(6);
});

it('is free where an experiment sets no time for it', () => {
  const operator = createOperator({ population: '', noise: uniformNoise() });
  const alone = operator.respond(request(right, right, 0));
  expect(operator.respond(request(right, right, 0, { unattendedSteps: 9 }))).toEqual(alone);
});

it('keeps a case that was handed over at the set rate', () => {
  const operator = createOperator({ population: '', noise: { ...uniformNoise(), keeps: 0.3 } });
  let kept = 0;
  for (let step = 0; step < DRAWS; step++) if (operator.respond(request(right, right, step)).keeps) kept++;
  expect(insideBinomial(kept, DRAWS, 0.3)).toBe(true);
});
