import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignmentLoss } from '../../policies/networks/alignment/align.ts';
import type { Objective, ObjectiveSettings } from '../../policies/networks/alignment/objective.ts';
import { gradients } from '../../policies/networks/graph/gradients.ts';
import { Graph } from '../../policies/networks/graph/graph.ts';
import { signatureOf, toOnnx } from '../../policies/networks/graph/serialize.ts';
import { loadModel, type Model } from '../../policies/networks/onnx/load-model.ts';
import { discover } from '../bench/models/discover.ts';

const OBJECTIVES = await discover<Objective>('policies/objectives', 'objective');
const [BATCH, N] = [4, 3] as const;
const SETTINGS: ObjectiveSettings = { beta: 0.7, flipped: 0.2, desirable: 1.3, undesirable: 0.8 };
/** The last candidate of the last row is filling. */
const MASK = Array.from({ length: BATCH }, (_, row) => (row === BATCH - 1 ? [1, 1, 0] : [1, 1, 1]));

/** Logits of policy and reference, and which candidates an answer names. */
interface Point {
  readonly scores: readonly number[][];
  readonly reference: readonly number[][];
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

/** Σ p (log p − log q) of each row, weighed. */
function divergenceOf({ scores, reference, weight }: Point): number {
  return sum(
    scores.map((row, at) => {
      const [p, q] = [logSoftmax(row, MASK[at]!), logSoftmax(reference[at]!, MASK[at]!)];
      return weight[at]! * sum(p.map((log, k) => MASK[at]![k]! * Math.exp(log) * (log - q[k]!)));
    }),
  );
}

interface Row {
  readonly chosen: number;
  readonly rejected: number;
  readonly chosenLog: number;
  readonly accepted: boolean;
}

/** Each loss as its paper writes it. */
const FORMULAS: Record<string, (row: Row, settings: ObjectiveSettings, z: number) => number> = {
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
};

/** The mean loss, and what its formula says where z does not move with the scores. */
function byFormula(name: string, point: Point, z = divergenceOf(point)): number {
  const { scores, reference, chosen, rejected, weight } = point;
  return sum(
    scores.map((row, at) => {
      const [p, q] = [logSoftmax(row, MASK[at]!), logSoftmax(reference[at]!, MASK[at]!)];
      const gain = (place: number | null) => (place === null ? 0 : p[place]! - q[place]!);
      const terms = {
        chosen: gain(chosen[at]!),
        rejected: gain(rejected[at]!),
        chosenLog: chosen[at] === null ? 0 : p[chosen[at]!]!,
        accepted: chosen[at] !== null,
      };
      return weight[at]! * FORMULAS[name]!(terms, SETTINGS, z);
    }),
  );
}

async function modelOf(objective: Objective): Promise<Subject> {
  const graph = new Graph('float64');
  const scores = graph.input('scores', 'float64', [BATCH, N]);
  const loss = alignmentLoss(graph, scores, objective, SETTINGS, 0);
  graph.output('loss', loss);
  graph.output('slope', gradients(graph, loss, [scores])[0]!);
  const signature = signatureOf(graph);
  const model = await loadModel(toOnnx(graph), signature);
  return { model, inputs: Object.keys(signature.inputs), dispose: () => model.dispose() };
}

/** The loss and its slope by scores as a model, and what it asks for. */
interface Subject {
  readonly model: Model;
  readonly inputs: readonly string[];
  readonly dispose: () => Promise<void>;
}

async function run({ model, inputs }: Subject, { scores, reference, chosen, rejected, weight }: Point) {
  const floats = (shape: number[], values: readonly number[]) =>
    ({ type: 'float64', shape, data: Float64Array.from(values) }) as const;
  const oneHot = (places: readonly (number | null)[]) =>
    places.flatMap((place) => Array.from({ length: N }, (_, at) => (at === place ? 1 : 0)));
  const all = {
    scores: floats([BATCH, N], scores.flat()),
    reference: floats([BATCH, N], reference.flat()),
    mask: floats([BATCH, N], MASK.flat()),
    chosen: floats([BATCH, N], oneHot(chosen)),
    rejected: floats([BATCH, N], oneHot(rejected)),
    weight: floats([BATCH], weight),
  };
  const fed = Object.entries(all).filter(([name]) => inputs.includes(name));
  const { loss, slope } = await model.run(Object.fromEntries(fed));
  return { loss: Number(loss!.data[0]), slope: Array.from(slope!.data, Number) };
}

const logit = fc.double({ min: -3, max: 3, noNaN: true });
const rows = fc.array(fc.array(logit, { minLength: N, maxLength: N }), { minLength: BATCH, maxLength: BATCH });
const answers = (of: Objective['of']) =>
  fc.array(
    fc.tuple(fc.constantFrom(0, 1), fc.boolean()).map(([first, good]): [number | null, number | null] => {
      if (of === 'pairs') return [first, 1 - first];
      return good ? [first, null] : [null, first];
    }),
    { minLength: BATCH, maxLength: BATCH },
  );
const pointsOf = ({ of }: Objective): fc.Arbitrary<Point> =>
  fc.record({ scores: rows, reference: rows, answered: answers(of) }).map(({ answered, ...point }) => ({
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

  it('does not change where a number is added to all logits of a row, of the policy or of its reference', async () => {
    const model = await modelOf(objective);
    await fc.assert(
      fc.asyncProperty(pointsOf(objective), logit, logit, async (point, a, b) => {
        const raised = (all: readonly number[][], by: number) => all.map((row, at) => row.map((one) => one + by * at));
        const moved = { ...point, scores: raised(point.scores, a), reference: raised(point.reference, b) };
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
    const nobody = places(0).map(() => null);
    const answered =
      objective.of === 'pairs' ? { chosen: places(0), rejected: places(1) } : { chosen: nobody, rejected: places(1) };
    const { loss, slope } = await run(model, { scores: far, reference: near, ...answered, weight: places(0.25) });
    expect(Number.isFinite(loss)).toBe(true);
    expect(slope.every(Number.isFinite)).toBe(true);
    const level = await run(model, { scores: near, reference: near, ...answered, weight: places(0.25) });
    // A step down the slope sets what was refused back beside what was not.
    expect(level.slope[1]!).toBeGreaterThan(level.slope[0]!);
    await model.dispose();
  });
});

it('there is a formula for each of them, and no other', () => {
  expect(OBJECTIVES.map(({ name }) => name)).toEqual(Object.keys(FORMULAS).sort());
});
