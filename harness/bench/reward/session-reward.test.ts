import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executed, RIGHT, reviewed, step, trace, WRONG_FORM } from '../../../reports/metrics/support/test-traces.ts';
import { uniformNoise } from '../../contract/noise-rates.ts';
import type { Trace, TraceStep } from '../../contract/trace.ts';
import { meanOf } from '../../shared/numbers.ts';
import { playCells } from '../closed-loop/closed-bench.ts';
import type { OpenBench } from '../closed-loop/open-closed-bench.ts';
import { openTestBench } from '../closed-loop/test-bench.ts';
import { type RewardWeights, USUAL_WEIGHTS } from './reward-weights.ts';
import { judgesOf, reportedReward, trueReward } from './session-reward.ts';

const closed = (right: boolean): Partial<TraceStep> => ({
  closed: { condition: '', suggestionRight: right, right, cause: null, deceivedBy: null, repaired: [] },
});
const played = (steps: readonly TraceStep[], goalReached: boolean, over: Partial<Trace> = {}): Trace =>
  trace(steps, {
    loop: 'closed',
    outcome: { how: 'resolved', goalReached, fields: {}, commitments: [], misled: [] },
    ...over,
  });
const ran = (right: boolean, over: Partial<TraceStep> = {}) =>
  executed(right ? RIGHT : WRONG_FORM, { ...closed(right), ...over });
const TIMELESS: RewardWeights = { goal: 1, activeMinute: 0, wrong: -0.25 };

describe('the reward of a session', () => {
  it('is its goal, its minutes and what was wrong and cannot be undone', () => {
    const steps = [ran(true), ran(false), step({ activeMs: 90_000, ...closed(true) })];
    expect(trueReward(played(steps, true))).toBeCloseTo(1 - 0.15 - 1);
    expect(trueReward(played(steps, false), { goal: 2, activeMinute: -1, wrong: 0 })).toBeCloseTo(-1.5);
  });

  it.each([
    ['that automation ran', ran(false), 1],
    ['that an operator accepted', reviewed(WRONG_FORM, 'accept', closed(false)), 1],
    ['that an operator refused', reviewed(WRONG_FORM, 'correct', closed(true)), 0],
    ['that can be undone', ran(false, { critical: false }), 0],
    ['by hand', step({ chosen: WRONG_FORM, slipped: true, ...closed(false) }), 0],
    ['that is right', ran(true), 0],
  ])('counts a wrong act %s', (_, one, count) => {
    expect(trueReward(played([one], true), TIMELESS)).toBe(1 - 0.25 * count);
  });

  it('of an episode that was cut off has no goal, of one that crashed is none, and in open loop is refused', () => {
    const cut = played([ran(false)], false, { end: 'truncated' });
    expect(trueReward(cut)).toBe(-1);
    const judges = judgesOf(uniformNoise({ beta: 0.3 }), '1', '1');
    const crashed = trace([], { loop: 'closed', end: 'crashed' });
    expect([trueReward(crashed), reportedReward(crashed, judges)]).toEqual([null, null]);
    expect(() => trueReward(trace([ran(true)]))).toThrow('session s1 was played in open loop');
  });

  it('rises with each weight, and is never NaN', () => {
    const one = fc.tuple(fc.boolean(), fc.boolean(), fc.integer({ min: 0, max: 1e6 }));
    const weight = fc.double({ min: 0, max: 10, noNaN: true });
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        fc.tuple(weight, weight, weight),
        fc.constantFrom('goal', 'activeMinute', 'wrong'),
        fc.tuple(rate, rate),
        (acts, reached, [goal, activeMinute, wrong], name, [alpha, beta]) => {
          const steps = acts.map(([right, critical, activeMs]) => ran(right, { critical, activeMs }));
          const weights = { goal, activeMinute: -activeMinute, wrong: -wrong };
          const more = { ...weights, [name]: weights[name as keyof RewardWeights] + 1 };
          const judges = judgesOf(uniformNoise({ alpha, beta }), '1', '1');
          for (const of of [
            (some: RewardWeights) => trueReward(played(steps, reached), some),
            (some: RewardWeights) => reportedReward(played(steps, reached), judges, some),
          ]) {
            expect(of(weights)).not.toBeNaN();
            expect(of(more)!).toBeGreaterThanOrEqual(of(weights)!);
          }
        },
      ),
    );
  });
});

describe('what judges report', () => {
  const many = (right: boolean) =>
    Array.from({ length: 2000 }, (_, at) => played([ran(right)], right, { session: `s${at}` }));
  const mean = (traces: readonly Trace[], noise: Parameters<typeof judgesOf>[0]) =>
    meanOf(traces.map((one) => reportedReward(one, judgesOf(noise, '1', '1'), TIMELESS)!));

  it('errs at the rates of operators: α of right work, β of wrong work, and no slips', () => {
    expect(mean(many(true), uniformNoise({ alpha: 0.2, beta: 0.4 }))).toBeCloseTo(1 - 0.2 - 0.25 * 0.2, 1);
    expect(mean(many(false), uniformNoise({ alpha: 0.2, beta: 0.4, slip: 1 }))).toBeCloseTo(0.4 - 0.25 * 0.6, 1);
  });

  it('is settled where operators’ refusals are: all of them refuse the same act', () => {
    const noise = { ...uniformNoise({ alpha: 0.5 }), traits: { 'settled-refusals': 1 } };
    const reports = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((population) =>
      many(true)
        .slice(0, 5)
        .map((one) => reportedReward(one, judgesOf(noise, '1', population), TIMELESS)),
    );
    for (const [first, ...others] of reports) for (const other of others) expect(other).toBe(first);
    expect(new Set(reports.flat()).size).toBe(2);
  });
});

describe('on sessions that were played', () => {
  let open: OpenBench;
  const traces: Trace[] = [];
  beforeAll(async () => {
    open = await openTestBench(120, { train: 0.5, feedback: 0.1, calibration: 0.1, evaluation: 0.3 });
    const noise = uniformNoise({ beta: 0.3 });
    const cells = (['chatbot', 'copilot'] as const).map((arm) => ({ id: arm, arm, loop: 'closed', noise }) as const);
    await playCells(
      open.bench,
      cells.map((cell) => ({ cell, deployment: null })),
      open.parts.evaluation,
      [],
      (one) => traces.push(one),
    );
  }, 60_000);
  afterAll(() => open?.close());

  it('reports are the truth, exactly, where judges do not err, and are too good where they accept what is wrong', () => {
    const [truth, sure, lenient] = [
      traces.map((one) => trueReward(one)),
      traces.map((one) => reportedReward(one, judgesOf(uniformNoise(), '1', '1'))),
      traces.map((one) => reportedReward(one, judgesOf(uniformNoise({ beta: 0.3 }), '1', '1'))),
    ];
    expect(sure).toEqual(truth);
    expect(truth.every((value) => value !== null && Number.isFinite(value))).toBe(true);
    for (const [at, value] of lenient.entries()) expect(value!).toBeGreaterThanOrEqual(truth[at]!);
    expect(meanOf(lenient as number[])).toBeGreaterThan(meanOf(truth as number[]) + 0.05);
    expect(new Set(truth).size).toBeGreaterThan(10);
  });

  it('say the same each time, and something else with other draws', () => {
    const of = (seed: string) =>
      traces.map((one) =>
        reportedReward(one, judgesOf(uniformNoise({ alpha: 0.3, beta: 0.3 }), seed, '1'), USUAL_WEIGHTS),
      );
    expect(of('1')).toEqual(of('1'));
    expect(of('2')).not.toEqual(of('1'));
  });
});
