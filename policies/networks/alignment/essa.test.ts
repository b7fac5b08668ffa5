import fc from 'fast-check';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../harness/shared/streams.ts';
import type { Parameters } from '../training/trainer.ts';
import type { Search } from './cma-es.ts';
import { type EssaOptions, essa } from './essa.ts';
import { singularSpace } from './singular-space.ts';

const numbers = (size: number) =>
  fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: size, maxLength: size });
const shapes = fc.constantFrom<[number, number]>([3, 3], [5, 2], [2, 4], [1, 3]);
const matrices = shapes.chain(([rows, columns]) =>
  numbers(rows * columns).map((values) => ({ shape: [rows, columns], data: Float32Array.from(values) })),
);
const other = { shape: [3], data: Float32Array.of(1, 2, 3) };
const singularValues = ({ shape, data }: Parameters[string]) =>
  new SingularValueDecomposition(Matrix.from1DArray(shape[0]!, shape[1]!, Array.from(data)), { autoTranspose: true })
    .diagonal;

describe('the space of singular values', () => {
  it('begins at the parameters as they are; what is not named is the very same', () => {
    fc.assert(
      fc.property(matrices, fc.double({ min: 0.01, max: 1, noNaN: true }), (matrix, share) => {
        const space = singularSpace({ matrix, other }, ['matrix'], share);
        expect(space.start).toHaveLength(Math.max(1, Math.round(share * Math.min(...matrix.shape))));
        const at = space.at(space.start);
        expect(at.other).toBe(other);
        expect(at.matrix!.shape).toEqual(matrix.shape);
        for (const [index, value] of matrix.data.entries()) expect(at.matrix!.data[index]).toBeCloseTo(value, 5);
      }),
    );
  });

  it('moves the largest values alone, and no direction', () => {
    fc.assert(
      fc.property(matrices, fc.double({ min: 0.5, max: 2, noNaN: true }), (matrix, more) => {
        const space = singularSpace({ matrix }, ['matrix'], 0.5);
        const before = singularValues(matrix);
        const changed = space.at(space.start.map((value) => value + more)).matrix!;
        const expected = before.map((value, at) => (at < space.start.length ? value + more : value));
        for (const [at, value] of singularValues(changed).entries()) expect(value).toBeCloseTo(expected[at]!, 4);
        // What was added is the same along each of the moved directions.
        const added = changed.data.map((value, at) => value - matrix.data[at]!);
        expect(Math.hypot(...added)).toBeCloseTo(more * Math.sqrt(space.start.length), 4);
      }),
    );
  });

  it('takes matrices in the order in which they are named', () => {
    const diagonal = (...values: number[]) => ({
      shape: [2, 2],
      data: Float32Array.of(values[0]!, 0, 0, values[1]!),
    });
    const space = singularSpace({ a: diagonal(3, 1), b: diagonal(5, 4) }, ['b', 'a'], 1);
    expect(space.start).toEqual([5, 4, 3, 1]);
    const { a, b } = space.at([50, 40, 30, 10]);
    expect([...b!.data, ...a!.data]).toEqual([50, 0, 0, 40, 30, 0, 0, 10]);
  });

  it.each<[string, () => unknown]>([
    ['"missing" is no matrix among the parameters: there are other', () => singularSpace({ other }, ['missing'], 1)],
    ['"other" is no matrix among the parameters', () => singularSpace({ other }, ['other'], 1)],
    ['the share of singular values is 0: give one above 0, at most 1', () => singularSpace({ other }, [], 0)],
    ['the share of singular values is 1.1', () => singularSpace({ other }, [], 1.1)],
  ])('says "%s"', (why, made) => {
    expect(made).toThrow(why);
  });
});

describe('training by evolution', () => {
  const start: Parameters = { matrix: { shape: [3, 3], data: Float32Array.of(2, 0.3, 0, -0.2, 1, 0.1, 0, 0.4, 0.5) } };
  const space = singularSpace(start, ['matrix'], 1);
  const aim = space.start.map((value, at) => value * (at === 0 ? 0.5 : 1.5));
  const target = space.at(aim).matrix!.data;
  const distance = ({ matrix }: Parameters) => Math.hypot(...matrix!.data.map((value, at) => value - target[at]!));
  const options: EssaOptions = {
    width: 0.2,
    population: 8,
    generations: 40,
    seed: 'a',
    costs: async (candidates) => candidates.map(distance),
  };

  it('finds values that cost less, the same each time, also where it goes on from where it stopped', async () => {
    const straight = await essa(space, options);
    expect(distance(straight.parameters)).toBeLessThan(0.01);
    const stands: Search[] = [];
    await essa(space, { ...options, generations: 11, onGeneration: (search) => stands.push(search) });
    expect(stands.map(({ generation }) => generation)).toEqual(Array.from({ length: 11 }, (_, at) => at + 1));
    const from = JSON.parse(JSON.stringify(stands.at(-1))) as Search;
    expect(await essa(space, { ...options, from })).toEqual(straight);
  });

  it('says which generation asks, and gives the mean of the last one, not its luckiest candidate', async () => {
    const asked: number[] = [];
    const costs: EssaOptions['costs'] = async (candidates, generation) => {
      asked.push(generation);
      const { next } = createRng('evolution', 'noise of a test', `${generation}`);
      return candidates.map((candidate) => distance(candidate) + 2 * next());
    };
    const { parameters, search } = await essa(space, { ...options, generations: 6, costs });
    expect(asked).toEqual([0, 1, 2, 3, 4, 5]);
    expect(parameters).toEqual(space.at(search.mean));
  });
});
