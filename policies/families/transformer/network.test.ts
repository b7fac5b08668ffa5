import { expect, it } from 'vitest';
import { Graph } from '../../networks/graph/graph.ts';
import type { Dim } from '../../networks/graph/operator.ts';
import { toOnnx } from '../../networks/graph/serialize.ts';
import { loadModel } from '../../networks/onnx/load-model.ts';
import type { TensorSpec } from '../../networks/onnx/signature.ts';
import type { Tensors } from '../../networks/onnx/tensor.ts';
import { FEATURES } from './candidate-state.ts';
import { judgeCandidates } from './network.ts';

const [ROWS, TOKENS, CANDIDATES, WIDTH, FACTS] = [2, 3, 2, 4, 2] as const;
const SQUARE = [WIDTH, WIDTH] as const;
const WEIGHTS = {
  feature: [FEATURES, WIDTH],
  'match.screen': SQUARE,
  'match.candidate': SQUARE,
  'read.query': SQUARE,
  'read.key': SQUARE,
  'read.value': SQUARE,
  'join.screen': SQUARE,
  'join.bias': [WIDTH],
  'join.candidate': SQUARE,
  'join.out': [WIDTH, 1],
  fact: [5],
} as const;
const SCREEN = { states: [ROWS, TOKENS, WIDTH], present: [ROWS, TOKENS], summary: [ROWS, WIDTH] } as const;
const OFFER = {
  texts: [ROWS, CANDIDATES, WIDTH],
  features: [ROWS, CANDIDATES, FEATURES],
} as const;

type Floats = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float64Array }>>;

/** Numbers in [−1, 1] that no two tensors share. */
function filled(shapes: Readonly<Record<string, readonly number[]>>): Floats {
  let count = 0;
  const values = (shape: readonly number[]) =>
    Float64Array.from({ length: shape.reduce((product, dim) => product * dim, 1) }, () => Math.sin(12.9898 * ++count));
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape, data: values(shape) }]));
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, one, at) => sum + one * b[at]!, 0);
const add = (...vectors: number[][]) => vectors[0]!.map((_, at) => vectors.reduce((sum, one) => sum + one[at]!, 0));
const gelu = (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));

/** The scores by the formula, in plain loops. */
function scoresOf(floats: Floats, facts: readonly number[]): number[] {
  const at = (name: string, ...index: number[]) => {
    const { shape, data } = floats[name]!;
    const row = index.reduce((sum, one, place) => sum * shape[place]! + one, 0);
    const length = shape.slice(index.length).reduce((product, dim) => product * dim, 1);
    return [...data.subarray(row * length, (row + 1) * length)];
  };
  const times = (vector: readonly number[], name: string) =>
    at(name, 0).map((_, column) =>
      dot(
        vector,
        vector.map((__, row) => at(name, row)[column]!),
      ),
    );
  const scores: number[] = [];
  for (let row = 0; row < ROWS; row++)
    for (let one = 0; one < CANDIDATES; one++) {
      const states = Array.from({ length: TOKENS }, (_, token) => at('states', row, token));
      const summary = at('summary', row);
      const blend = (weights: readonly number[], vectors: readonly number[][]) =>
        add(...vectors.map((vector, token) => vector.map((value) => value * weights[token]!)));
      const offered = add(at('texts', row, one), times(at('features', row, one), 'feature'));
      const match = dot(times(summary, 'match.screen'), times(offered, 'match.candidate')) / Math.sqrt(WIDTH);
      const query = times(offered, 'read.query');
      const odds = states.map((state, token) =>
        at('present', row)[token] === 0 ? 0 : Math.exp(dot(query, times(state, 'read.key')) / Math.sqrt(WIDTH)),
      );
      const all = odds.reduce((sum, odd) => sum + odd, 0);
      const read = blend(
        odds.map((odd) => odd / all),
        states.map((state) => times(state, 'read.value')),
      );
      const side = add(times(summary, 'join.screen'), [...floats['join.bias']!.data]);
      const joined = add(read, side, times(offered, 'join.candidate')).map(gelu);
      const [judged] = times(joined, 'join.out');
      const place = (row * CANDIDATES + one) * FACTS;
      const held = facts.slice(place, place + FACTS).map((id) => floats.fact!.data[id]!);
      scores.push(match + judged! + held.reduce((sum, weight) => sum + weight, 0));
    }
  return scores;
}

/** As the network names them: rows and candidates are free. */
const dimsOf = (name: string, shape: readonly number[]): readonly Dim[] =>
  name in OFFER ? ['rows', 'candidates', shape[2]!] : name in SCREEN ? ['rows', ...shape.slice(1)] : shape;

it('scores candidates by its formula', async () => {
  const graph = new Graph('float64');
  const floats = filled({ ...WEIGHTS, ...SCREEN, ...OFFER });
  floats.present!.data.set([1, 1, 0, 1, 1, 1]);
  const { texts, states, present, summary, ...weights } = Object.fromEntries(
    Object.entries({ ...WEIGHTS, ...SCREEN, texts: OFFER.texts }).map(([name, shape]) => [
      name,
      graph.input(name, 'float64', dimsOf(name, shape)),
    ]),
  );
  const screen = { states: states!, present: present!, summary: summary! };
  graph.output('scores', judgeCandidates(graph, weights, screen, texts!, WIDTH).scores);
  const facts = Int32Array.from([0, 1, 2, 2, 3, 0, 4, 1]);
  const spec = (type: 'float64' | 'int32', shape: readonly Dim[]): TensorSpec => ({
    type,
    shape: shape.map((dim) => (typeof dim === 'string' ? null : dim)),
  });
  const specs = Object.entries(floats).map(([name, { shape }]) => [name, spec('float64', dimsOf(name, shape))]);
  const model = await loadModel(toOnnx(graph), {
    inputs: { ...Object.fromEntries(specs), facts: spec('int32', ['rows', 'candidates', 'facts']) },
    outputs: { scores: spec('float64', ['rows', 'candidates']) },
  });
  const expected = scoresOf(floats, [...facts]);
  const tensors: Tensors = {
    ...Object.fromEntries(Object.entries(floats).map(([name, one]) => [name, { type: 'float64' as const, ...one }])),
    facts: { type: 'int32', shape: [ROWS, CANDIDATES, FACTS], data: facts },
  };
  const { scores } = await model.run(tensors);
  for (const [place, score] of [...(scores!.data as Float64Array)].entries())
    expect(score).toBeCloseTo(expected[place]!, 9);
  await model.dispose?.();
});
