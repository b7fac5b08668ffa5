import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { GateExample } from '../../harness/contract/gate.ts';
import { recipe as clopperPearson } from './clopper-pearson.ts';
import { recipe as clustered } from './clustered.ts';
import { recipe as learnThenTest } from './learn-then-test.ts';
import { recipe as plugIn } from './plug-in.ts';
import { recipe as sgr } from './sgr.ts';

const ACTION = { kind: 'click_control', control: 'button:x' } as const;
const OPTIONS = { targetPrecision: 0.9, delta: 0.05 };

function example(score: number, accepted: boolean, index = 0): GateExample {
  return { score, accepted, action: ACTION, procedure: null, session: `s${index}` };
}

/** Accept and reject drawn with probability `rate(score)` at uniform scores. */
function feedback(count: number, rate: (score: number) => number, random: () => number): GateExample[] {
  return Array.from({ length: count }, (_, index) => {
    const score = random();
    return example(score, random() < rate(score), index);
  });
}

/** The gates that promise something. */
const GUARANTEED = [clopperPearson, learnThenTest, sgr];

describe.each(GUARANTEED)('a gate with a guarantee: $name', (recipe) => {
  it.each([
    [0.9, 29],
    [0.95, 59],
    [0.99, 299],
  ])('shows %d with %i accepted examples and no fewer', (targetPrecision, n) => {
    const options = { targetPrecision, delta: 0.05 };
    const all = Array.from({ length: n }, (_, index) => example(0.5 + index / 1000, true, index));
    expect(recipe.fit(all, options).threshold).toBe(0.5);
    const fewer = recipe.fit(all.slice(1), options);
    expect(fewer.threshold).toBeNull();
    expect(fewer.reason).toContain(`at least ${n} held-out examples: there are ${n - 1}`);
  });

  it('defers everything and says what came closest when none qualifies', () => {
    const gate = recipe.fit(
      feedback(500, () => 0.85, seedrandom('low')),
      OPTIONS,
    );
    expect(gate.threshold).toBeNull();
    expect(gate.decide(1, ACTION, null)).toBe('defer');
    expect(gate.reason).toMatch(/^too (many refusals|few answers) for 90\.0 %: at best \d+ of \d+ held-out actions/);
  });

  it('names the cause: too few answers where enough of them were accepted, and no word of α then', () => {
    const few = Array.from({ length: 29 }, (_, at) => ({
      ...feedback(1, () => 1, seedrandom('few'))[0]!,
      score: 0.9576,
      accepted: at >= 2,
    }));
    const gate = recipe.fit(few, OPTIONS);
    expect(gate.threshold).toBeNull();
    expect(gate.reason).toMatch(
      /^too few answers for 90\.0 %: at best 27 of 29 held-out actions at or above 0\.9576 were accepted, at least [\d.]+ % .*; it takes (\d+) of \1, or about \d+ at this rate$/,
    );
    expect(gate.reason).not.toContain('α');
  });

  it('finds most of what could pass, given enough feedback', () => {
    const rate = (score: number) => (score > 0.4 ? 0.96 : 0.5);
    const gate = recipe.fit(feedback(4000, rate, seedrandom('power')), OPTIONS);
    // Below .4 half is accepted: precision .9 is reached at about .33.
    expect(gate.threshold).toBeLessThan(0.45);
    expect(gate.threshold).toBeGreaterThan(0.25);
  });

  it('keeps its promise where every threshold is just short of the target', () => {
    const random = seedrandom('short');
    const runs = 1000;
    let broken = 0;
    for (let run = 0; run < runs; run++)
      if (
        recipe.fit(
          feedback(600, () => 0.899, random),
          OPTIONS,
        ).threshold !== null
      )
        broken++;
    expect(broken / runs).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
  });
});

describe('the Clopper-Pearson gate', () => {
  it('starts anew below where rejects gather at the highest scores, which ends a single walk', () => {
    // The 60 best scores are rejects: over-confidence. Below, all is accepted.
    const odd = Array.from({ length: 3000 }, (_, at) => example(1 - at / 3000, at >= 60, at));
    expect(clopperPearson.fit(odd, OPTIONS).threshold).toBeCloseTo(0, 2);
    expect(learnThenTest.fit(odd, OPTIONS)).toMatchObject({ threshold: null });
  });
});

it.each([learnThenTest, clustered])(
  '$name ends its walk at the first threshold that fails, whatever comes below',
  (recipe) => {
    // The 600 best scores are rejects. What lies below would show the target, could it be tested still.
    const odd = Array.from({ length: 20_000 }, (_, at) => example(1 - at / 20_000, at >= 600, at));
    expect(recipe.fit(odd, OPTIONS)).toMatchObject({ threshold: null });
    expect(recipe.fit(odd.slice(600), OPTIONS).threshold).toBeCloseTo(0, 2);
  },
);

describe('noise correction', () => {
  const noise = { alpha: 0.1, beta: 0.3 };

  it('asks for the acceptance that stands for the target: β + (1 − α − β)·target', () => {
    // .84 stands for .9: of 100 actions with the highest scores 84 or more must be accepted.
    const answers = (accepted: number) => Array.from({ length: 100 }, (_, at) => example(0.9, at < accepted, at));
    expect(plugIn.fit(answers(84), { ...OPTIONS, noise }).threshold).toBe(0.9);
    expect(plugIn.fit(answers(83), { ...OPTIONS, noise }).threshold).toBeNull();
    expect(plugIn.fit(answers(89), OPTIONS).threshold).toBeNull();
  });

  it('tells rates as they were meant, not as they are stored', () => {
    const list = Array.from({ length: 100 }, (_, at) => example(0.9, at < 84, at));
    const { reason } = plugIn.fit(list, { ...OPTIONS, noise: { alpha: 1 - 0.9000000000000002, beta: 0.1 + 0.2 } });
    expect(reason).toContain('α = 0.1 and β = 0.3 ');
  });

  it.each([plugIn, ...GUARANTEED])('$name: rates of 0 change nothing but words', (recipe) => {
    const random = seedrandom('zero');
    for (let run = 0; run < 20; run++) {
      const list = feedback(300, (score) => 0.8 + 0.2 * score, random);
      const plain = recipe.fit(list, OPTIONS);
      expect(recipe.fit(list, { ...OPTIONS, noise: { alpha: 0, beta: 0 } }).threshold).toBe(plain.threshold);
    }
  });

  // Learn-then-Test moves its start with the goal, so that its thresholds do not compare.
  it.each([plugIn, clopperPearson, sgr])('$name: stricter rates never lower the threshold', (recipe) => {
    const random = seedrandom('stricter');
    for (let run = 0; run < 20; run++) {
      const list = feedback(500, (score) => 0.7 + 0.3 * score, random);
      const at = (alpha: number, beta: number) =>
        recipe.fit(list, { targetPrecision: 0.9, delta: 0.05, noise: { alpha, beta } }).threshold ?? 2;
      expect(at(0.1, 0.4)).toBeGreaterThanOrEqual(at(0.1, 0.2));
      expect(at(0.05, 0.3)).toBeGreaterThanOrEqual(at(0.15, 0.3));
    }
  });

  it.each([plugIn, ...GUARANTEED])('$name: says in words why a target above 1 − α is out of reach', (recipe) => {
    // Every suggestion is right, and operators reject 15 % of them.
    const list = feedback(3000, () => 0.85, seedrandom('strict'));
    const taken = recipe.fit(
      list.map((one) => ({ ...one, score: 0.5 })),
      OPTIONS,
    );
    expect(taken.threshold).toBeNull();
    expect(taken.reason).toContain('too many refusals');
    expect(taken.reason).toContain('reject 10.0 % or more of right suggestions (α) none can');
    expect(recipe.fit(list, { ...OPTIONS, noise: { alpha: 0.15, beta: 0.3 } }).threshold).not.toBeNull();
  });

  it.each([plugIn, ...GUARANTEED])(
    '$name: closed with a reason where answers say nothing, refuses no rates',
    (recipe) => {
      const list = feedback(3000, () => 0.99, seedrandom('useless'));
      for (const [alpha, beta] of [
        [0.3, 0.7],
        [0.1, 0.9],
        [1, 1],
      ] as const) {
        const gate = recipe.fit(list, { ...OPTIONS, noise: { alpha, beta } });
        expect(gate.threshold).toBeNull();
        expect(gate.reason).toContain('α + β must be below 1');
      }
      for (const broken of [-0.1, 1.1, Number.NaN]) {
        expect(() => recipe.fit(list, { ...OPTIONS, noise: { alpha: broken, beta: 0 } })).toThrow('alpha');
        expect(() => recipe.fit(list, { ...OPTIONS, noise: { alpha: 0, beta: broken } })).toThrow('beta');
      }
    },
  );

  it('says how much feedback the gap takes that noise leaves', () => {
    const list = feedback(200, () => 0.8, seedrandom('gap'));
    expect(clopperPearson.fit(list, { ...OPTIONS, noise }).reason).toMatch(
      /accepted 90\.0 % of the time, and telling that from 84\.0 %, which stands for the 90\.0 % asked for, takes about 1\d\d held-out/,
    );
  });
});

const samples = fc.array(
  fc.record({ score: fc.integer({ min: 0, max: 20 }).map((score) => score / 20), accepted: fc.boolean() }),
  { maxLength: 200 },
);

describe.each([plugIn, ...GUARANTEED])('$name', (recipe) => {
  it('does not depend on the order of the examples, and what passes has the precision that it claims', () => {
    fc.assert(
      fc.property(samples, fc.infiniteStream(fc.nat()), (list, keys) => {
        const examples = list.map(({ score, accepted }, index) => example(score, accepted, index));
        const shuffled = examples
          .map((one) => ({ one, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const gate = recipe.fit(examples, OPTIONS);
        expect(recipe.fit(shuffled, OPTIONS).threshold).toBe(gate.threshold);
        const passed = examples.filter(
          ({ score, action, procedure }) => gate.decide(score, action, procedure) === 'execute',
        );
        if (gate.threshold === null) expect(passed).toEqual([]);
        else expect(passed.filter(({ accepted }) => accepted).length / passed.length).toBeGreaterThanOrEqual(0.9);
      }),
    );
  });

  it('defers everything without feedback, and refuses settings out of range', () => {
    const gate = recipe.fit([], OPTIONS);
    expect(gate.threshold).toBeNull();
    expect(gate.reason).toContain('held-out');
    expect(() => recipe.fit([], { targetPrecision: 1, delta: 0.05 })).toThrow('targetPrecision is 1');
    expect(() => recipe.fit([example(Number.NaN, true)], OPTIONS)).toThrow('no number as its score');
  });
});
