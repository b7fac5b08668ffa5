import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clopperPearson } from '../stats/clopper-pearson.ts';
import { clusteredMean } from '../stats/clustered-mean.ts';
import { ANY_NUMBER } from '../stats/range.ts';
import { amplification } from './amplification.ts';
import { blastOf, blastRadius } from './blast-radius.ts';
import { detectionDelay } from './detection-delay.ts';
import { fateOf, harmlessShare } from './error-fate.ts';
import { noiseGain } from './noise-gain.ts';
import { depthOf, propagationDepth } from './propagation-depth.ts';
import { furtherErrors, furtherParts, reproductionNumber, reproductionParts } from './reproduction-number.ts';
import { ERROR_CAUSES, rootCauses } from './root-causes.ts';
import { safeAutomation } from './safe-automation.ts';
import { closedTrace, pairOf } from './test-pairs.ts';

const HARM = {
  how: 'closed-wrongly',
  goalReached: false,
  fields: { size: 'large', extra: 'x' },
  commitments: ['pay', 'pay'],
  misled: ['told'],
} as const;
const healed = pairOf(closedTrace('a b! x y c d'), closedTrace('a b c d'));
const lost = pairOf(
  closedTrace('a b! x! y', HARM),
  closedTrace('a b c d', { fields: { size: 'small' }, commitments: ['pay'] }),
);
const nothing = pairOf(closedTrace('a b! b c'), closedTrace('a b c'));

describe('propagation depth', () => {
  it('counts the steps until the case stands where its twin stands', () => {
    expect(depthOf(healed)).toEqual({ steps: 2, censored: false });
    expect(depthOf(nothing)).toEqual({ steps: 0, censored: false });
    expect(depthOf(lost)).toEqual({ steps: 2, censored: true });
  });

  it('does not take what the twin passed before the error for a meeting', () => {
    expect(depthOf(pairOf(closedTrace('a b! a b c'), closedTrace('a b c')))).toEqual({ steps: 1, censored: false });
  });

  it('ends with the case where both come to the same', () => {
    expect(depthOf(pairOf(closedTrace('a b! x'), closedTrace('a b c')))).toEqual({ steps: 1, censored: false });
  });

  it('does not end there while anything differs, whatever it is', () => {
    for (const harm of [
      { fields: { size: 'large' } },
      { commitments: ['pay'] },
      { misled: ['told'] },
      { how: 'closed-wrongly' },
    ] as const)
      expect(depthOf(pairOf(closedTrace('a b! x', harm), closedTrace('a b c'))).censored).toBe(true);
  });

  it('parts the healed from those that never were', () => {
    const { healed: mean, never, contaminated } = propagationDepth([healed, lost, nothing]);
    expect(mean.estimate).toBe(1);
    expect(never.estimate).toBeCloseTo(1 / 3);
    expect(contaminated.estimate).toBeCloseTo(4 / 3);
  });

  it('needs closed loop', () => {
    const open = { ...healed.run, steps: healed.run.steps.map(({ closed: _, ...step }) => step) };
    expect(() => depthOf({ ...healed, run: open })).toThrow(/closed loop only/);
  });
});

describe('blast radius and amplification', () => {
  it('count what differs at the end, each kind for itself', () => {
    expect(blastOf(lost)).toEqual({ fields: 2, commitments: 1, misled: 1, ending: 1, goalLost: 1 });
    expect(blastOf(nothing)).toEqual({ fields: 0, commitments: 0, misled: 0, ending: 0, goalLost: 0 });
    expect(blastOf({ run: lost.twin, twin: lost.run })).toMatchObject({
      fields: 2,
      commitments: 1,
      misled: 0,
      goalLost: -1,
    });
  });

  it('are means over errors', () => {
    const { fields, commitments, misled, ending, goalLost } = blastRadius([lost, nothing, healed, nothing]);
    expect([fields, commitments, misled, ending, goalLost].map(({ estimate }) => estimate)).toEqual([
      0.5, 0.25, 0.25, 0.25, 0.25,
    ]);
    // Both end in the same way, but only the twin misses the goal.
    const gained = pairOf(closedTrace('a b! c'), closedTrace('a b c', { goalReached: false }));
    expect(blastRadius([gained, gained]).goalLost.estimate).toBe(-1);
    expect(amplification([lost, nothing, healed, nothing]).estimate).toBe(1.25);
  });

  it('leave out pairs that the desk failed in', () => {
    const { outcome: _, ...rest } = lost.twin;
    const crashed = { ...lost, twin: { ...rest, end: 'crashed' as const, steps: [] } };
    expect(amplification([crashed, nothing])).toEqual(amplification([nothing]));
    expect(amplification([{ ...crashed, run: crashed.twin, twin: lost.run }, nothing])).toEqual(
      amplification([nothing]),
    );
  });
});

describe('reproduction number', () => {
  it('is the further errors of the run, less those of the twin', () => {
    const twinErrs = pairOf(closedTrace('a b! c'), closedTrace('a b c! d!'), { error: 1 });
    expect([lost, nothing, twinErrs].map(furtherErrors)).toEqual([1, 0, -2]);
    expect(reproductionNumber([twinErrs, nothing]).estimate).toBe(-1);
  });

  it('weighs each error by those that it stands for, and clusters by session', () => {
    const of = (session: string) => ({ ...lost, run: { ...lost.run, session } });
    const r = reproductionNumber([
      { ...of('s1'), weight: 3 },
      { ...nothing, run: { ...nothing.run, session: 's2' } },
    ]);
    expect(r).toMatchObject({ estimate: 0.75, of: 2 });
    expect(r.low).toBeLessThan(0);
  });
});

describe('further errors, told apart', () => {
  const misled = pairOf(closedTrace('a b! c? d? e!'), closedTrace('a b c d e!'));
  const twinFollows = pairOf(closedTrace('a b! c'), closedTrace('a b c! d? e?'), { error: 1 });

  it('are those that seemed right and new ones, each less the twin’s', () => {
    expect(furtherParts(misled)).toEqual({ seeming: 2, fresh: 0 });
    expect(furtherParts(lost)).toEqual({ seeming: 0, fresh: 1 });
    expect(furtherParts(twinFollows)).toEqual({ seeming: -2, fresh: -1 });
    // What seemed right before the error is no further one.
    expect(furtherParts(pairOf(closedTrace('a b? c! d'), closedTrace('a b? c d'), { error: 2 }))).toEqual({
      seeming: 0,
      fresh: 0,
    });
  });

  it('add up to R, whatever the cases', () => {
    const path = fc.array(fc.constantFrom('a', 'b!', 'c?'), { maxLength: 8 }).map((words) => words.join(' '));
    const pair = fc
      .record({ run: path, twin: path, weight: fc.integer({ min: 1, max: 3 }), session: fc.constantFrom('s1', 's2') })
      .map(({ run, twin, weight, session }) =>
        pairOf(closedTrace(`x! ${run}`, {}, { session }), closedTrace(`x ${twin}`, {}, { session }), { weight }),
      );
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 6 }), (pairs) => {
        const { seeming, fresh } = reproductionParts(pairs);
        expect((seeming.estimate ?? 0) + (fresh.estimate ?? 0)).toBeCloseTo(
          reproductionNumber(pairs).estimate ?? Number.NaN,
          9,
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('the fate of an error', () => {
  const other = (path: string, end: Parameters<typeof closedTrace>[1] = {}) =>
    pairOf(closedTrace(path, end), closedTrace('a b c'));

  it('is harmless only where the goal was reached and nothing differs', () => {
    expect(fateOf(other('a b! x b c'))).toBe('harmless');
    expect(fateOf(other('a b! c', { commitments: ['thanks'] }))).toBe('goal reached, another end');
    expect(fateOf(other('a b! c', { goalReached: false }))).toBe('goal lost');
    expect(
      fateOf(pairOf(closedTrace('a b!', { goalReached: false }), closedTrace('a b', { goalReached: false }))),
    ).toBe('goal missed, as by the twin');
  });

  it('is harmless in a share of errors; crashed twins have none', () => {
    const crashed = pairOf(closedTrace('a b! c'), { ...closedTrace(''), end: 'crashed' });
    expect(harmlessShare([nothing, lost, crashed]).estimate).toBe(0.5);
  });
});

describe('detection delay', () => {
  it('runs from an error to the step that puts it right', () => {
    const run = closedTrace('a! b c d! e');
    const steps = run.steps.map((step) =>
      step.index === 2 ? { ...step, closed: { ...step.closed!, repaired: [0] } } : step,
    );
    const { repaired, delay, waited } = detectionDelay([{ ...run, steps }]);
    expect(repaired.estimate).toBe(0.5);
    expect(delay.estimate).toBe(2);
    expect(waited.estimate).toBe(1.5);
  });
});

describe('root causes', () => {
  it('split all errors', () => {
    const [run] = [closedTrace('a! b! c')];
    const slipped = {
      ...run,
      session: 's2',
      steps: run.steps.map((step) =>
        step.index === 1 ? { ...step, closed: { ...step.closed!, cause: 'operator slipped' as const } } : step,
      ),
    };
    const split = rootCauses([run, slipped, closedTrace('a b'), closedTrace('')]);
    expect(split.map(({ cause, errors }) => [cause, errors])).toEqual(
      ERROR_CAUSES.map((cause) => [cause, { 'policy passed by gate': 3, 'operator slipped': 1 }[cause as string] ?? 0]),
    );
    expect(split[0]?.share.estimate).toBe(0.75);
    expect(split[0]?.perSession.estimate).toBe(1);
    expect(split.reduce((sum, { share }) => sum + (share.estimate ?? 0), 0)).toBe(1);
  });
});

describe('noise gain', () => {
  const cell = (noise: number, missed: readonly boolean[]) => ({
    noise,
    traces: missed.map((miss, i) => closedTrace('a', { goalReached: !miss }, { session: `s${i}` })),
  });

  it('is the slope of the share of missed goals', () => {
    const levels = [cell(0, [false, false]), cell(0.1, [true, false]), cell(0.2, [true, true])];
    const gain = noiseGain(levels);
    expect(gain.estimate).toBeCloseTo(5, 12);
    // Each session's own slope is 5: the pairing leaves no spread to tell an interval from.
    expect(gain).toMatchObject({ low: null, high: null });
  });

  it('is the slope of ordinary least squares for any cells', () => {
    const level = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(level, { minLength: 2, maxLength: 6 }), (cells) => {
        const xs = cells.map((_, i) => 0.3 * i * i);
        const ys = cells.map((missed) => missed.filter(Boolean).length / 4);
        const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
        const [mx, my] = [mean(xs), mean(ys)];
        const slope =
          xs.reduce((sum, x, i) => sum + (x - mx) * (ys[i]! - my), 0) / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
        expect(noiseGain(cells.map((missed, i) => cell(xs[i]!, missed))).estimate).toBeCloseTo(slope, 9);
      }),
      { numRuns: 50 },
    );
  });

  it('leaves out sessions that some cell lacks, and needs two levels', () => {
    expect(noiseGain([cell(0, [false, true]), cell(1, [true])])).toMatchObject({ estimate: 1, of: 1 });
    expect(() => noiseGain([cell(0.1, [true]), cell(0.1, [true])])).toThrow(/two noise levels/);
    const twice = { noise: 0, traces: [closedTrace('a'), closedTrace('a')] };
    expect(() => noiseGain([twice, cell(1, [true])])).toThrow(/is twice in one cell/);
  });
});

describe('safe automation', () => {
  const points = [
    { label: '.9', coverage: 0.2, sessions: 1000, failures: 0 },
    { label: '.8', coverage: 0.5, sessions: 1000, failures: 5 },
    { label: '.5', coverage: 0.9, sessions: 1000, failures: 60 },
  ];

  it('is the largest coverage whose error is surely small enough', () => {
    const { best, bounds } = safeAutomation(points, 0.02);
    expect(best).toMatchObject({ label: '.8', coverage: 0.5 });
    expect(bounds[1]).toBe(clopperPearson(5, 1000, 1 - 0.1 / 3).high);
    // No failure in n at one-sided error δ: 1 − δ^(1/n).
    expect(bounds[0]).toBeCloseTo(1 - (0.05 / 3) ** (1 / 1000), 9);
    expect(safeAutomation(points, 0.1).best?.label).toBe('.5');
    expect(safeAutomation(points, 0.001).best).toBeNull();
  });

  it('promises nothing where nothing was played', () => {
    expect(safeAutomation([{ label: 'x', coverage: 1, sessions: 0, failures: 0 }], 0.5).best).toBeNull();
    expect(() => safeAutomation([], 0.1)).toThrow(/no setting/);
  });
});

it('where nothing goes wrong there is nothing to measure', () => {
  const perfect = [closedTrace('a b c'), closedTrace('a b', {}, { session: 's2' })];
  expect(reproductionNumber([])).toEqual(clusteredMean([], ANY_NUMBER));
  expect(detectionDelay(perfect).repaired.estimate).toBeNull();
  expect(rootCauses(perfect).every(({ errors, perSession }) => errors === 0 && perSession.estimate === 0)).toBe(true);
});
