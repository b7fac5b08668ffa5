import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { recipe as clopperPearson } from '../../../policies/gates/clopper-pearson.ts';
import { recipe as learnThenTest } from '../../../policies/gates/learn-then-test.ts';
import { recipe as plugIn } from '../../../policies/gates/plug-in.ts';
import { recipe as sgr } from '../../../policies/gates/sgr.ts';
import { slicedGate } from '../../../policies/gates/support/sliced-gate.ts';
import type { GateRecipe } from '../../contract/gate.ts';
import { type KnownSuggestion, type RedrawSettings, violationRate } from './violation-rate.ts';

const EXACT = { alpha: 0, beta: 0 };
const NOISY = { alpha: 0.1, beta: 0.3 };
const OPTIONS = { targetPrecision: 0.9, delta: 0.05 };
const GUARANTEED = [clopperPearson, learnThenTest, sgr];

/** 20,000 suggestions, uniform scores; right with a probability that rises with the score and ends above the target. */
function population(name: string, right: (score: number) => number, count = 20_000): KnownSuggestion[] {
  const random = seedrandom.alea(name);
  return Array.from({ length: count }, (_, at) => {
    const score = random();
    const action =
      at % 2 === 0
        ? ({ kind: 'close', resolution: 'Solved' } as const)
        : ({ kind: 'click_control', control: 'b' } as const);
    return { score, right: random() < right(score), action, procedure: null, session: `s${Math.floor(at / 8)}` };
  });
}

const worlds: [string, KnownSuggestion[], Partial<RedrawSettings>][] = [
  ['a gentle slope', population('slope', (score) => 0.74 + 0.22 * score), { runs: 1000 }],
  ['a sharp critic', population('sharp', (score) => 1 / (1 + Math.exp(-25 * (score - 0.35)))), { runs: 300 }],
];

function redraw(people: readonly KnownSuggestion[], recipe: GateRecipe, settings: Partial<RedrawSettings> = {}) {
  const rng = { next: seedrandom.alea('redraws') };
  return violationRate(people, recipe, { sample: 1000, runs: 1000, noise: EXACT, options: OPTIONS, ...settings }, rng);
}

describe.each(worlds)('over redraws of the feedback, on %s', (name, people, size) => {
  it.each(GUARANTEED)('$name misses its target in at most 7 % of draws', (recipe) => {
    const { violationRate: rate, openShare } = redraw(people, recipe, size);
    expect(rate).toBeLessThanOrEqual(0.07);
    expect(openShare).toBeGreaterThan(0.1);
  });

  it.each(GUARANTEED)('$name, told of α = .1 and β = .3, still misses it in at most 7 %', (recipe) => {
    const corrected = redraw(people, recipe, { ...size, noise: NOISY, options: { ...OPTIONS, noise: NOISY } });
    expect(corrected.violationRate).toBeLessThanOrEqual(0.07);
    expect(corrected.openShare).toBeGreaterThan(name === 'a sharp critic' ? 0.7 : 0.05);
  });

  it('the plug-in gate misses it often', () => {
    expect(redraw(people, plugIn, { runs: 200 }).violationRate).toBeGreaterThan(0.2);
  });
});

describe('operators who accept what is wrong', () => {
  // At most .89 is right, of which they accept .923: every gate that opens breaks a true target of .9.
  const people = population('lenient', (score) => 0.86 + 0.03 * score);
  const noise = { alpha: 0, beta: 0.3 };

  it.each(GUARANTEED)('make $name miss true precision while it keeps acceptance, until it is told', (recipe) => {
    const size = { noise, runs: 150, sample: 2000 };
    const told = redraw(people, recipe, { ...size, options: { ...OPTIONS, noise } });
    const untold = redraw(people, recipe, size);
    expect(untold.violationRate).toBeGreaterThan(0.15);
    expect(untold.acceptanceViolationRate).toBeLessThanOrEqual(0.07);
    expect(told.violationRate).toBeLessThanOrEqual(0.07);
  });
});

describe('violationRate', () => {
  /** A gate at a threshold that never moves. */
  const fixed = (threshold: number | null): GateRecipe => ({
    name: 'fixed',
    summary: 'Always there.',
    promise: 'none',
    fit: () => ({
      name: 'fixed',
      threshold,
      reason: 'as it was set',
      decide: (score) => (threshold !== null && score >= threshold ? 'execute' : 'defer'),
    }),
  });
  const ACTION = { kind: 'click_control', control: 'b' } as const;
  const ten = Array.from({ length: 10 }, (_, at) => ({
    score: at / 10,
    right: at !== 5,
    action: ACTION,
    procedure: null,
    session: `s${at}`,
  }));

  it('judges what passes by the whole population', () => {
    // From .5 up four of five are right; from .6 up all.
    const half = redraw(ten, fixed(0.5), { runs: 10 });
    expect(half).toMatchObject({ violations: 10, violationRate: 1, openShare: 1 });
    expect(half.meanPrecision).toBeCloseTo(0.8, 12);
    expect(half.meanCoverage).toBeCloseTo(0.5, 12);
    expect(redraw(ten, fixed(0.6), { runs: 10 })).toMatchObject({ violations: 0, meanPrecision: 1 });
    const closed = redraw(ten, fixed(null), { runs: 10 });
    expect(closed).toMatchObject({ violations: 0, openShare: 0, meanCoverage: 0, meanPrecision: null });
  });

  it('counts acceptance by how operators really answer', () => {
    // Precision .8 is accepted .9·.8 + .3·.2 = .78 of the time.
    const options = { targetPrecision: 0.79, delta: 0.05 };
    const half = redraw(ten, fixed(0.5), { runs: 4, noise: NOISY, options });
    expect(half).toMatchObject({ violationRate: 0, acceptanceViolationRate: 1 });
  });

  it('takes each suggestion by its own rates where they differ, sliced or not', () => {
    // Nothing that passes is ever accepted, right or not; on average half of what is right would be.
    const noise = ({ score }: KnownSuggestion) => ({ alpha: score >= 0.5 ? 1 : 0, beta: 0 });
    const open = fixed(0.5);
    const sliced: GateRecipe = { ...open, fit: (...given) => ({ ...open.fit(...given), slices: [] }) };
    const options = { targetPrecision: 0.4, delta: 0.05 };
    for (const recipe of [open, sliced])
      expect(redraw(ten, recipe, { runs: 4, noise, options })).toMatchObject({
        violationRate: 0,
        acceptanceViolationRate: 1,
      });
    let accepted = 0;
    const spy: GateRecipe = {
      ...open,
      fit(examples, given) {
        for (const one of examples) if (one.accepted) expect(one.score).toBeLessThan(0.5);
        accepted += examples.filter((one) => one.accepted).length;
        return open.fit(examples, given);
      },
    };
    redraw(ten, spy, { runs: 10, sample: 100, noise });
    expect(accepted).toBeGreaterThan(0);
  });

  it('draws as many answers as asked for, at the rates asked for, one by one or by sessions', () => {
    for (const unit of ['suggestion', 'session'] as const) {
      let [answers, accepted, right, draws] = [0, 0, 0, 0];
      const truth = new Map(ten.map((one) => [one.session, one.right]));
      const spy: GateRecipe = {
        ...fixed(null),
        fit(examples) {
          draws++;
          answers += examples.length;
          for (const one of examples) {
            if (one.accepted) accepted++;
            if (truth.get(one.session)) right++;
          }
          return fixed(null).fit(examples, OPTIONS);
        },
      };
      redraw(ten, spy, { runs: 200, sample: 100, noise: NOISY, unit });
      expect(draws).toBe(200);
      expect(answers).toBe(20_000);
      expect(right / answers).toBeCloseTo(0.9, 1);
      expect(accepted / answers).toBeCloseTo(0.84, 1);
    }
  });

  it('brings whole sessions', () => {
    const people = population('whole', () => 0.9, 400);
    const spy: GateRecipe = {
      ...fixed(null),
      fit(examples) {
        const counts = new Map<string, number>();
        for (const { session } of examples) counts.set(session, (counts.get(session) ?? 0) + 1);
        expect([...counts.values()].every((count) => count % 8 === 0)).toBe(true);
        return fixed(null).fit(examples, OPTIONS);
      },
    };
    redraw(people, spy, { runs: 20, sample: 100, unit: 'session' });
  });

  it('judges gates with slices by their decisions', () => {
    const byKind = slicedGate(plugIn, { name: 'kind', minSupport: 10, sliceOf: (action) => action.kind });
    const people = population('slices', (score) => (score > 0.5 ? 1 : 0), 2000);
    const result = redraw(people, byKind, { runs: 20 });
    expect(result.meanCoverage).toBeGreaterThan(0.45);
    expect(result.meanCoverage).toBeLessThan(0.65);
  });

  it('is the same for the same stream, and refuses an empty population or count', () => {
    const settings = { runs: 20, noise: NOISY };
    expect(redraw(worlds[0]![1], sgr, settings)).toEqual(redraw(worlds[0]![1], sgr, settings));
    expect(() => redraw([], sgr)).toThrow('population');
    expect(() => redraw(ten, sgr, { runs: 0 })).toThrow('runs is 0');
    expect(() => redraw(ten, sgr, { sample: 1.5 })).toThrow('sample is 1.5');
  });
});
