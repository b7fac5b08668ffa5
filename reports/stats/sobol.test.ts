import { describe, expect, it } from 'vitest';
import { productOf, sumOf } from '../../harness/shared/numbers.ts';
import { createRng } from '../../harness/shared/streams.ts';
import { type SaltelliRow, saltelliRows, sobolContrast, sobolIndices } from './sobol.ts';

type Model = (x: readonly number[]) => number;
const rng = (name: string) => createRng('test', 'sobol', name);

const play = (model: Model, rows: readonly SaltelliRow<readonly number[]>[]) =>
  rows.map(({ a, b, mixed }) => ({ a: model(a), b: model(b), mixed: mixed.map(model) }));
const indices = (rows: readonly SaltelliRow<number>[]) => sobolIndices(rows, rng('resamples'), { draws: 100 });
const estimates = (rows: readonly SaltelliRow<number>[]) =>
  indices(rows).map(({ first, total }) => [first.estimate ?? Number.NaN, total.estimate ?? Number.NaN] as const);

const ishigami: Model = (x) => {
  const [a, b, c] = x.map((u) => Math.PI * (2 * u - 1)) as [number, number, number];
  return Math.sin(a) + 7 * Math.sin(b) ** 2 + 0.1 * c ** 4 * Math.sin(a);
};
const G = [0, 1, 4.5, 99];
const sobolG: Model = (x) => productOf(x.map((u, at) => (Math.abs(4 * u - 2) + G[at]!) / (1 + G[at]!)));
const additive: Model = ([a, b, c]) => 100 + 3 * a! + Math.exp(b!) - 2 * c! ** 2;

describe('Saltelli’s rows', () => {
  it('differ from the first point in one input each, which is the second point’s', () => {
    for (const { a, b, mixed } of saltelliRows(3, 20, rng('rows')))
      for (const [place, point] of mixed.entries()) expect(point).toEqual(a.with(place, b[place]!));
  });
});

describe('indices', () => {
  it('are those of the closed form: Ishigami', () => {
    const found = estimates(play(ishigami, saltelliRows(3, 6000, rng('ishigami'))));
    for (const [place, [first, total]] of [
      [0.3139, 0.5576],
      [0.4424, 0.4424],
      [0, 0.2437],
    ].entries()) {
      expect(Math.abs(found[place]![0] - first!)).toBeLessThan(0.05);
      expect(Math.abs(found[place]![1] - total!)).toBeLessThan(0.05);
    }
  });

  it('are those of the closed form: Sobol’s G', () => {
    const parts = G.map((g) => 1 / (3 * (1 + g) ** 2));
    const variance = productOf(parts.map((part) => 1 + part)) - 1;
    const found = estimates(play(sobolG, saltelliRows(4, 6000, rng('g'))));
    for (const [place, part] of parts.entries()) {
      const others = productOf(parts.filter((_, at) => at !== place).map((other) => 1 + other));
      expect(Math.abs(found[place]![0] - part / variance)).toBeLessThan(0.05);
      expect(Math.abs(found[place]![1] - (part * others) / variance)).toBeLessThan(0.05);
    }
  });

  it('of an additive function add up to 1, first and total alike', () => {
    const found = estimates(play(additive, saltelliRows(3, 4000, rng('additive'))));
    expect(sumOf(found, ([first]) => first)).toBeCloseTo(1, 1);
    expect(sumOf(found, ([, total]) => total)).toBeCloseTo(1, 1);
    for (const [first, total] of found) expect(Math.abs(first - total)).toBeLessThan(0.06);
  });

  it('go with their inputs when these change places', () => {
    const rows = play(ishigami, saltelliRows(3, 300, rng('places')));
    const [a, b, c] = estimates(rows);
    const turned = rows.map(({ mixed: [x, y, z], ...row }) => ({ ...row, mixed: [z!, x!, y!] }));
    for (const [place, one] of [c, a, b].entries())
      for (const at of [0, 1]) expect(estimates(turned)[place]![at]).toBeCloseTo(one![at]!, 10);
  });

  it('do not change with the output’s unit or zero', () => {
    const rows = saltelliRows(3, 300, rng('unit'));
    const found = estimates(play(ishigami, rows));
    const other = estimates(play((x) => 5 - 40 * ishigami(x), rows));
    for (const [place, one] of found.entries())
      for (const at of [0, 1]) expect(other[place]![at]).toBeCloseTo(one[at]!, 8);
  });

  it('can be set against one another: what is explained with others alone is the total less the first', () => {
    const rows = play(ishigami, saltelliRows(3, 400, rng('contrast')));
    const both = indices(rows)[2]!;
    const more = sobolContrast(rows, ({ first, total }) => total(2) - first(2), rng('again'), { draws: 200 });
    expect(more.estimate).toBeCloseTo(both.total.estimate! - both.first.estimate!, 10);
    expect(more.low!).toBeGreaterThan(0);
    const second = sobolContrast(rows, ({ first, total }) => total(1) - first(1), rng('once more'), { draws: 200 });
    expect(second.low!).toBeLessThan(0);
    expect(second.high!).toBeGreaterThan(0);
  });

  it('of what changes nothing are 0, and there are none of no rows', () => {
    const rows = saltelliRows(3, 50, rng('constant'));
    expect(estimates(play(([a, b]) => a! + b!, rows))[2]).toEqual([0, 0]);
    expect(estimates(play(() => 0.1, rows)).flat()).toEqual([0, 0, 0, 0, 0, 0]);
    expect(indices([])).toEqual([]);
  });

  it('have intervals that hold the truth about as often as they say, and shrink with the rows', () => {
    const totalOf = (rows: number, name: string) =>
      sobolIndices(play(ishigami, saltelliRows(3, rows, rng(name))), rng(`${name} again`), { draws: 100 })[1]!.total;
    const found = Array.from({ length: 60 }, (_, at) => totalOf(100, `${at}`));
    const held = found.filter(({ low, high }) => low! < 0.4424 && high! > 0.4424).length;
    expect(held / found.length).toBeGreaterThan(0.85);
    const width = ({ low, high }: { readonly low: number | null; readonly high: number | null }) => high! - low!;
    expect(width(totalOf(1600, 'many'))).toBeLessThan(width(totalOf(100, 'few')) / 2.5);
  });
});
