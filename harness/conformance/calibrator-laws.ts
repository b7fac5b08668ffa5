import fc from 'fast-check';
import type { CalibratorRecipe, ScoredAnswer } from '../contract/calibrator.ts';

/** Throws where the recipe breaks the law. */
export type CalibratorLaw = (recipe: CalibratorRecipe) => void;

const OPTIONS = { seed: 'laws' };
/** Where calibrators are looked at: a grid, its neighbours closer than any step of it, and both ends. */
const PROBES = [...Array.from({ length: 201 }, (_, at) => at / 200), 1e-12, 1e-7, 1 - 1e-7, 0.5 + 1e-12].sort(
  (a, b) => a - b,
);

const answer = fc.record({
  score: fc.oneof(
    fc.integer({ min: 0, max: 10 }).map((score) => score / 10),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ),
  accepted: fc.boolean(),
});
const answers = fc.array(answer, { minLength: 1, maxLength: 80 });

/** What every calibrator must keep to, for whatever answers. */
export const calibratorLaws = {
  'gives probabilities'(recipe) {
    forAll((list) => {
      const { calibrate } = recipe.fit(list, OPTIONS);
      for (const score of [...PROBES, ...list.map((one) => one.score)]) {
        const p = calibrate(score);
        if (!(p >= 0 && p <= 1)) throw new Error(`A score of ${score} becomes ${p}.`);
      }
    });
  },

  'never decreases in the score'(recipe) {
    forAll((list) => {
      const { calibrate } = recipe.fit(list, OPTIONS);
      const scores = [...PROBES, ...list.map((one) => one.score)].sort((a, b) => a - b);
      const found = scores.map(calibrate);
      const falls = found.findIndex((p, at) => at > 0 && p < found[at - 1]!);
      if (falls > 0) throw new Error(`From ${scores[falls - 1]} to ${scores[falls]} it falls to ${found[falls]}.`);
    });
  },

  'depends on nothing but the answers: not on their order, nor on an earlier call, and leaves them as they were'(
    recipe,
  ) {
    fc.assert(
      fc.property(answers, fc.integer({ min: 1, max: 10_006 }), (list, turn) => {
        const before = JSON.stringify(list);
        const first = PROBES.map(recipe.fit(list, OPTIONS).calibrate);
        const shuffled = list
          .map((one, at) => ({ one, key: ((at + 1) * turn * 7919) % 10_007 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        // Asked in another order as well.
        const again = [...PROBES].reverse().map(recipe.fit(shuffled, OPTIONS).calibrate).reverse();
        const differs = first.findIndex((p, at) => !Object.is(p, again[at]));
        if (differs >= 0) throw new Error(`${PROBES[differs]} becomes ${first[differs]}, then ${again[differs]}.`);
        if (JSON.stringify(list) !== before) throw new Error('The answers were changed.');
      }),
      { numRuns: 60, seed: 7 },
    );
  },

  'makes scores that are three times too sure into probabilities'(recipe) {
    const { calibrate } = recipe.fit(tooSure(), OPTIONS);
    for (const p of [0.2, 0.35, 0.5, 0.65, 0.8]) {
      const found = calibrate(sharpened(p));
      if (!(Math.abs(found - p) < 0.06)) throw new Error(`What is accepted with probability ${p} is given ${found}.`);
    }
  },

  'takes answers that all agree'(recipe) {
    for (const accepted of [false, true]) {
      const list = [0.2, 0.5, 0.9].map((score) => ({ score, accepted }));
      const p = recipe.fit(list, OPTIONS).calibrate(0.9);
      if (!(p >= 0 && p <= 1)) throw new Error(`Where all was ${accepted ? 'accepted' : 'rejected'}, .9 becomes ${p}.`);
    }
  },

  'refuses no answers, and scores outside [0, 1]'(recipe) {
    const bad: ScoredAnswer[][] = [
      [],
      ...[-0.1, 1.1, Number.NaN].map((score) => [
        { score, accepted: true },
        { score: 0.5, accepted: false },
      ]),
    ];
    for (const list of bad) assertThrows(() => recipe.fit(list, OPTIONS), `the answers ${JSON.stringify(list)}`);
  },
} as const satisfies Record<string, CalibratorLaw>;

/** Log-odds three times those of the probability. */
function sharpened(p: number): number {
  return p ** 3 / (p ** 3 + (1 - p) ** 3);
}

/** 99 probabilities, each answered 60 times in its own proportion. */
function tooSure(): ScoredAnswer[] {
  return Array.from({ length: 99 * 60 }, (_, at) => {
    const p = (1 + Math.floor(at / 60)) / 100;
    return { score: sharpened(p), accepted: ((at % 60) + 0.5) / 60 < p };
  });
}

function forAll(check: (list: ScoredAnswer[]) => void): void {
  fc.assert(fc.property(answers, check), { numRuns: 100, seed: 6 });
}

function assertThrows(act: () => unknown, what: string): void {
  try {
    act();
  } catch {
    return;
  }
  throw new Error(`Took ${what}.`);
}
