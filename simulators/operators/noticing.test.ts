import { describe, expect, it } from 'vitest';
import type { Action } from '../../harness/contract/action.ts';
import { uniformNoise } from '../../harness/contract/noise-rates.ts';
import type { Truth } from '../../harness/contract/operator.ts';
import { quantile } from '../../harness/shared/numbers.ts';
import { createOperator } from './answering/create-operator.ts';
import { STAR_TIMES } from './answering/operator-times.ts';
import { insideBinomial } from './testing/test-binomial.ts';
import { pairs, request } from './testing/test-screen.ts';

const DRAWS = 20_000;
const repair = pairs.submit_form.right;
const goOn = pairs.click_control.right;
const astray = pairs.send_text.right;
/** An earlier error stands: unaware people would go on astray. */
const truth: Truth = { acceptable: [goOn, repair], apparent: [astray], repairs: [repair], amiss: 'earlier error' };

const operator = (notice: number, rates = {}) =>
  createOperator({ population: '', noise: { ...uniformNoise(rates), notice } });
const respond = (notice: number, suggestion: Action | null, step = 0, rates = {}) =>
  operator(notice, rates).respond(request(goOn, suggestion, step, { truth }));

describe('where an earlier error stands', () => {
  it('it is noticed at the set rate, and then repaired first', () => {
    const one = operator(0.35);
    let noticed = 0;
    for (let step = 0; step < DRAWS; step++) {
      const feedback = one.respond(request(goOn, null, step, { truth }));
      if (feedback.noticed) noticed++;
      if (feedback.action !== (feedback.noticed ? repair : astray)) expect.fail(JSON.stringify(feedback));
    }
    expect(insideBinomial(noticed, DRAWS, 0.35)).toBe(true);
  });

  it('somebody unaware follows what seems right, accepts it, and refuses what is right', () => {
    expect(respond(0, null)).toMatchObject({ action: astray, slipped: false });
    expect(respond(0, astray)).toMatchObject({ verdict: 'accept', action: astray });
    for (const suggestion of [repair, goOn])
      expect(respond(0, suggestion)).toMatchObject({ verdict: 'correct', action: astray, reason: 'model error' });
    expect(respond(0, astray).noticed).toBeUndefined();
  });

  it('somebody aware accepts the repair, puts off what may wait, and refuses what leads astray', () => {
    expect(respond(1, repair)).toMatchObject({ verdict: 'accept', action: repair, noticed: true });
    expect(respond(1, goOn)).toMatchObject({ verdict: 'correct', action: repair, reason: 'acceptable', noticed: true });
    expect(respond(1, astray)).toMatchObject({
      verdict: 'correct',
      action: repair,
      reason: 'model error',
      noticed: true,
    });
    expect(respond(1, astray, 0, { beta: 1 })).toMatchObject({ verdict: 'accept', noticed: true });
    expect(respond(1, goOn, 0, { beta: 1 }).verdict).toBe('correct');
  });

  it('without a repair somebody aware does what is right', () => {
    const one = operator(1);
    const none = { acceptable: [goOn], apparent: [astray], amiss: 'customer' } as const;
    expect(one.respond(request(goOn, astray, 0, { truth: none }))).toMatchObject({ action: goOn, noticed: true });
  });

  it('to notice costs the time of looking back, and nothing else does', () => {
    const none: Truth = { acceptable: [repair] };
    const [aware, plain] = [operator(1), operator(0)];
    const extra = Array.from({ length: 3000 }, (_, step) => {
      const noticed = aware.respond(request(goOn, null, step, { truth })).activeMs;
      return noticed - plain.respond(request(repair, null, step, { truth: none })).activeMs;
    });
    expect(Math.abs(Math.log(quantile(extra, 0.5) / STAR_TIMES.lookBack.medianMs))).toBeLessThan(0.08);
  });

  it('a slip is neither right nor what seemed right', () => {
    const one = operator(0, { slip: 1 });
    for (let step = 0; step < 500; step++) {
      const { action, slipped } = one.respond(request(goOn, null, step, { truth }));
      expect(slipped).toBe(true);
      expect([goOn, repair, astray]).not.toContainEqual(action);
    }
  });
});

it('where nothing is amiss the rate of noticing changes no answer', () => {
  const [never, always] = [operator(0, { alpha: 0.3, slip: 0.3 }), operator(1, { alpha: 0.3, slip: 0.3 })];
  for (let step = 0; step < 300; step++)
    expect(always.respond(request(goOn, goOn, step))).toStrictEqual(never.respond(request(goOn, goOn, step)));
});
