import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Objective, ObjectiveSettings } from '../../policies/networks/alignment/objective.ts';
import { discover } from '../bench/models/discover.ts';
import { type ObjectiveModel, objectiveModel } from './objective-model.ts';

const OBJECTIVES = await discover<Objective>('policies/objectives', 'objective');
const [BATCH, N] = [4, 3] as const;
const SETTINGS: ObjectiveSettings = { beta: 0.7, flipped: 0.2, desirable: 1.3, undesirable: 0.8, clip: 0.2 };
/** The last candidate of the last row is filling. */
const MASK = Array.from({ length: BATCH }, (_, row) => (row === BATCH - 1 ? [1, 1, 0] : [1, 1, 1]));

/** Logits of policy and reference, and which candidates an answer names; for episodes also of the policy that played them. */
interface Point {
  readonly scores: readonly number[][];
  readonly reference: readonly number[][];
  readonly old: readonly number[][];
  readonly advantage: readonly number[];
  readonly chosen: readonly (number | null)[];
  readonly rejected: readonly (number | null)[];
  readonly weight: readonly number[];
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
const logSoftmax = (row: readonly number[], mask: readonly number[]) => {
  const total = Math.log(sum(row.map((one, at) => mask[at]! * Math.exp(one))));
  return row.map((one) => one - total);
};

/** Σ p (log p − log q) of a row. */
function divergenceAt({ scores, reference }: Point, at: number): number {
  const [p, q] = [logSoftmax(scores[at]!, MASK[at]!), logSoftmax(reference[at]!, MASK[at]!)];
  return sum(p.map((log, k) => MASK[at]![k]! * Math.exp(log) * (log - q[k]!)));
}

const divergenceOf = (point: Point) => sum(point.weight.map((weight, at) => weight * divergenceAt(point, at)));

interface Row {
  readonly chosen: number;
  readonly rejected: number;
  readonly chosenLog: number;
  readonly accepted: boolean;
  /** π / π_old of the act, and KL(π ‖ π_ref) of the row. */
  readonly ratio: number;
  readonly divergence: number;
  readonly advantage: number;
}

/** Each loss as its paper writes it. */
const FORMULAS: Record<string, (row: Row, settings: ObjectiveSettings, z: number) => number> = {
  'sft-answers': ({ chosen, accepted }) => (accepted ? -chosen : 0),
  'sft-corrections': ({ chosenLog }) => -chosenLog,
  dpo: ({ chosen, rejected }, { beta }) => -Math.log(sigmoid(beta * (chosen - rejected))),
  'robust-dpo': ({ chosen, rejected }, { beta, flipped }) => {
    const delta = beta * (chosen - rejected);
    return ((1 - flipped) * -Math.log(sigmoid(delta)) + flipped * Math.log(sigmoid(-delta))) / (1 - 2 * flipped);
  },
  ipo: ({ chosen, rejected }, { beta }) => (chosen - rejected - 1 / (2 * beta)) ** 2,
  'apo-zero': ({ chosen, rejected }, { beta }) => 1 - sigmoid(beta * chosen) + sigmoid(beta * rejected),
  'apo-down': ({ chosen, rejected }, { beta }) => sigmoid(beta * chosen) + 1 - sigmoid(beta * (chosen - rejected)),
  kto: ({ chosen, rejected, accepted }, { beta, desirable, undesirable }, z) =>
    accepted ? desirable * (1 - sigmoid(beta * (chosen - z))) : undesirable * (1 - sigmoid(beta * (z - rejected))),
  grpo: ({ ratio, advantage, divergence }, { beta, clip }) =>
    -Math.min(ratio * advantage, Math.min(Math.max(ratio, 1 - clip), 1 + clip) * advantage) + beta * divergence,
  reinforce: ({ chosenLog, advantage }) => -advantage * chosenLog,
};

/** The mean loss, and what its formula says where z does not move with the scores. */
function byFormula(name: string, point: Point, z = divergenceOf(point)): number {
  const { scores, reference, old, chosen, rejected, weight, advantage } = point;
  return sum(
    scores.map((row, at) => {
      const [p, q] = [logSoftmax(row, MASK[at]!), logSoftmax(reference[at]!, MASK[at]!)];
      const act = chosen[at] ?? 0;
      const gain = (place: number | null) => (place === null ? 0 : p[place]! - q[place]!);
      const terms = {
        chosen: gain(chosen[at]!),
        rejected: gain(rejected[at]!),
        chosenLog: chosen[at] === null ? 0 : p[chosen[at]!]!,
        accepted: chosen[at] !== null,
        ratio: Math.exp(p[act]! - logSoftmax(old[at]!, MASK[at]!)[act]!),
        divergence: divergenceAt(point, at),
        advantage: advantage[at]!,
      };
      return weight[at]! * FORMULAS[name]!(terms, SETTINGS, z);
    }),
  );
}

const modelOf = (objective: Objective) => objectiveModel(objective, SETTINGS, [BATCH, N], 'float64');

function run(model: ObjectiveModel, { scores, reference, old, chosen, rejected, ...lists }: Point) {
  const oneHot = (places: readonly (number | null)[]) =>
    places.flatMap((place) => Array.from({ length: N }, (_, at) => (at === place ? 1 : 0)));
  return model.run({
    ...lists,
    scores: scores.flat(),
    reference: reference.flat(),
    old: old.flat(),
    mask: MASK.flat(),
    chosen: oneHot(chosen),
    rejected: oneHot(rejected),
  });
}

const logit = fc.double({ min: -3, max: 3, noNaN: true });
const rows = fc.array(fc.array(logit, { minLength: N, maxLength: N }), { minLength: BATCH, maxLength: BATCH });
const answers = (of: Objective['of']) =>
  fc.array(
    fc.tuple(fc.constantFrom(0, 1), fc.boolean()).map(([first, good]): [number | null, number | null] => {
      if (of === 'pairs') return [first, 1 - first];
      if (of === 'episodes') return [first, null];
      return good ? [first, null] : [null, first];
    }),
    { minLength: BATCH, maxLength: BATCH },
  );
const advantage = fc.array(fc.constantFrom(-1.5, -0.3, 0, 0.8), { minLength: BATCH, maxLength: BATCH });
const pointsOf = ({ of }: Objective): fc.Arbitrary<Point> =>
  fc
    .record({ scores: rows, reference: rows, old: rows, advantage, answered: answers(of) })
    .map(({ answered, ...point }) => ({
      ...point,
      chosen: answered.map(([chosen]) => chosen),
      rejected: answered.map(([, rejected]) => rejected),
      weight: [0.4, 0.3, 0.2, 0.1],
    }));

const STEP = 1e-5;

describe.each(OBJECTIVES.map((one) => [one.name, one] as const))('objective %s', (name, objective) => {
  it('has the value of its formula, and the gradient of that value where z stands still', async () => {
    const model = await modelOf(objective);
    await fc.assert(
      fc.asyncProperty(pointsOf(objective), async (point) => {
        const { loss, slope } = await run(model, point);
        expect(loss).toBeCloseTo(byFormula(name, point), 9);
        const z = divergenceOf(point);
        for (let at = 0; at < BATCH * N; at++) {
          const shifted = (by: number) => {
            const scores = point.scores.map((row, r) => row.map((one, k) => (r * N + k === at ? one + by : one)));
            return byFormula(name, { ...point, scores }, z);
          };
          expect(slope[at]).toBeCloseTo((shifted(STEP) - shifted(-STEP)) / (2 * STEP), 7);
        }
      }),
      { numRuns: 10 },
    );
    await model.dispose();
  });

  it('does not change where a number is added to all logits of a row, of the policy or of what it is compared with', async () => {
    const model = await modelOf(objective);
    await fc.assert(
      fc.asyncProperty(pointsOf(objective), logit, logit, async (point, a, b) => {
        const raised = (all: readonly number[][], by: number) => all.map((row, at) => row.map((one) => one + by * at));
        const moved = {
          ...point,
          scores: raised(point.scores, a),
          reference: raised(point.reference, b),
          old: raised(point.old, -b),
        };
        const [one, other] = [await run(model, point), await run(model, moved)];
        expect(other.loss).toBeCloseTo(one.loss, 8);
        for (const [at, slope] of one.slope.entries()) expect(other.slope[at]).toBeCloseTo(slope, 8);
      }),
      { numRuns: 10 },
    );
    await model.dispose();
  });

  it('stays finite and pulls the right way at logits far apart', async () => {
    const model = await modelOf(objective);
    const far = Array.from({ length: BATCH }, () => [-60, 60, 0]);
    const near = Array.from({ length: BATCH }, () => [0, 0, 0]);
    const places = (one: number) => Array.from({ length: BATCH }, () => one);
    // Of single answers the first was accepted, and all others refused.
    const single = { chosen: [0, null, null, null], rejected: [null, 1, 1, 1] };
    const answered = objective.of === 'labels' ? single : { chosen: places(0), rejected: places(1) };
    const others = { ...answered, old: near, reference: near, advantage: places(1), weight: places(0.25) };
    const { loss, slope } = await run(model, { ...others, scores: far });
    expect(Number.isFinite(loss)).toBe(true);
    expect(slope.every(Number.isFinite)).toBe(true);
    const level = await run(model, { ...others, scores: near });
    // A step down the slope sets what was refused back beside what was not, and what went well ahead.
    expect(level.slope[1]!).toBeGreaterThan(level.slope[0]!);
    for (let row = 0; row < BATCH; row++)
      expect(level.slope[row * N + 1]).toBeGreaterThanOrEqual(level.slope[row * N]!);
    await model.dispose();
  });
});

it('there is a formula for each of them, and no other', () => {
  expect(OBJECTIVES.map(({ name }) => name)).toEqual(Object.keys(FORMULAS).sort());
});
