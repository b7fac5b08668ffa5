import { describe, expect, it } from 'vitest';
import { sentence } from '../present/sentence.ts';
import { bandsPlot } from './bands-plot.ts';
import { formatCell } from './format-cell.ts';
import { heatMapPlot } from './heat-map-plot.ts';
import type { FigureCell, FigureColumn, FigurePlot } from './schema.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');
const shown = (cell: FigureCell | undefined, unit: FigureColumn['unit']) => {
  const { value, interval } = formatCell(cell, { unit });
  return [plain(value), plain(interval)];
};
const ranged = (estimate: number | null, low: number | null, high: number | null) => ({ estimate, low, high });

describe('a cell', () => {
  it.each<[FigureCell | undefined, FigureColumn['unit'], string, string]>([
    [null, 'share', '–', ''],
    [undefined, 'share', '–', ''],
    ['two\nlines', 'text', 'two lines', ''],
    [0.5, 'share', '50.0 %', ''],
    [ranged(null, null, null), 'share', '–', ''],
    [ranged(0.5, null, 0.6), 'share', '50.0 %', ''],
    [ranged(0.5, 0.4, null), 'share', '50.0 %', ''],
    [ranged(0.5, 0.4, 0.6), 'share', '50 %', '[40, 60]'],
    // Counts are whole, or have a decimal; with groups of thousands.
    [12_345, 'count', '12,345', ''],
    [1.26, 'count', '1.3', ''],
    // Rates have a decimal up to a hundred.
    [99.4, 'rate', '99.4', ''],
    [99.5, 'rate', '100', ''],
    [1234.4, 'rate', '1,234', ''],
    [ranged(120, 90.44, 1500), 'rate', '120', '[90.4, 1,500]'],
    // A number in a column of texts.
    [0.12345, 'text', '0.123', ''],
    [ranged(1, 0.5, -1.5), 'text', '1.000', '[0.500, −1.500]'],
  ])('%j of unit %s is %s %s', (cell, unit, value, interval) => {
    expect(shown(cell, unit)).toEqual([value, interval]);
  });

  it('without a value has no interval either', () => {
    expect(shown(ranged(null, 0.1, 0.2), 'share')).toEqual(['–', '']);
  });
});

it('words become a sentence: a capital, and one full stop', () => {
  expect(['it fell', 'It fell.', 'a. b', ''].map(sentence)).toEqual(['It fell.', 'It fell.', 'A. b.', '.']);
});

const base: FigurePlot = {
  ...{ id: 'p', kind: 'bands', title: 'T', caption: 'C', axes: { x: 'noise', y: 'share' } },
  curves: [
    {
      label: 'one',
      points: [
        { x: 0.2, y: 0.5, yRange: { low: 0.4, high: 0.6 } },
        { x: 0.1, y: 0.25 },
      ],
    },
  ],
};
type Spec = { layer: Layer[]; data: { values: unknown[] } } & Record<string, unknown>;
interface Layer {
  mark: Record<string, unknown>;
  encoding: Record<string, Record<string, unknown>>;
}
const specOf = (plot: ReturnType<typeof bandsPlot>) => plot?.spec as unknown as Spec;
const marks = (plot: ReturnType<typeof bandsPlot>) => specOf(plot).layer.map(({ mark }) => mark.type);

describe('bands', () => {
  it('tell every point in words and draw it with its interval', () => {
    const plot = bandsPlot(base)!;
    expect(plot).toMatchObject({ id: 'p', title: 'T', caption: 'C' });
    expect(plain(plot.description)).toBe('T. one at 0.2: 50 % [40, 60]; one at 0.1: 25.0 %.');
    expect(specOf(plot).data.values).toEqual([
      { label: 'one', x: 0.2, y: 0.5, low: 0.4, high: 0.6 },
      { label: 'one', x: 0.1, y: 0.25, low: null, high: null },
    ]);
    expect(marks(plot)).toEqual(['area', 'rule', 'line', 'point']);
    const { x, y, color } = specOf(plot).layer[2]!.encoding;
    expect(x).toMatchObject({ title: 'noise', type: 'quantitative', axis: { values: [0.1, 0.2] } });
    expect(y).toMatchObject({ title: 'share', scale: { domainMin: 0, domainMax: 0.6 * 1.08 } });
    expect(color).toMatchObject({ legend: null, scale: { domain: ['one'], range: ['var(--s1)'] } });
  });

  it('are nothing without points', () => {
    expect(bandsPlot({ ...base, curves: [{ label: 'a', points: [] }] })).toBeNull();
    expect(heatMapPlot({ ...base, curves: [] })).toBeNull();
  });

  it('go without whiskers where more than two cover one another; each curve has a colour, the seventh the first again', () => {
    const curves = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ label: `c${at}`, points: base.curves[0]!.points }));
    const [two, many] = [bandsPlot({ ...base, curves: curves(2) }), bandsPlot({ ...base, curves: curves(7) })];
    expect(marks(two)).toContain('rule');
    expect(marks(many)).toEqual(['area', 'line', 'point']);
    expect([specOf(two).layer[0]!.mark.opacity, specOf(many).layer[0]!.mark.opacity]).toEqual([0.16, 0.1]);
    const { scale, legend } = specOf(many).layer[1]!.encoding.color as {
      scale: { range: string[] };
      legend: unknown;
    };
    expect(scale.range).toEqual([1, 2, 3, 4, 5, 6, 1].map((at) => `var(--s${at})`));
    expect(legend).toEqual({ symbolOpacity: 1 });
  });

  it('stand over places by name, in their order, a line feed told as a comma', () => {
    const plot = bandsPlot({ ...base, places: ['z', 'a\nb'], curves: [{ label: 'one', points: [{ x: 1, y: 0.3 }] }] });
    expect(plain(plot?.description ?? '')).toBe('T. one at a, b: 30.0 %.');
    expect(specOf(plot).layer[1]!.encoding.x).toMatchObject({ type: 'ordinal', sort: ['z', 'a\nb'] });
  });

  it.each([
    [0.5, undefined, 0, 0.54],
    [0.98, undefined, 0, 1],
    [0, undefined, 0, 0.02],
    [0.5, { low: -0.2, high: 1.4 }, -0.2, 1.4],
    [-0.3, undefined, -0.3, 0.02],
  ])('show %s with %j from %s to %s', (y, yRange, low, high) => {
    const plot = bandsPlot({ ...base, curves: [{ label: 'a', points: [{ x: 1, y, ...(yRange && { yRange }) }] }] });
    const line = specOf(plot).layer.find(({ mark }) => mark.type === 'line')!;
    const { domainMin, domainMax } = line.encoding.y!.scale as { domainMin: number; domainMax: number };
    expect(domainMin).toBe(low);
    expect(domainMax).toBeCloseTo(high, 12);
    expect(marks(plot)[0]).toBe(low < 0 ? 'rule' : 'area');
  });
});

describe('a map of shares', () => {
  const map: FigurePlot = {
    ...base,
    kind: 'heat-map',
    axes: { x: 'α\nβ', y: 'gate' },
    places: ['p', 'q'],
    curves: [
      {
        label: 'one',
        points: [
          { x: 0, y: 0.2 },
          { x: 1, y: 0.8, yRange: { low: 0.7, high: 0.9 } },
        ],
      },
      { label: 'two', points: [{ x: 1, y: 0.5 }] },
    ],
  };

  it('has a row for each curve and a column for each place, the deeper the higher', () => {
    const plot = heatMapPlot(map)!;
    expect(plain(plot.description)).toBe('T. one, p: 20.0 %; one, q: 80 % [70, 90]; two, q: 50.0 %.');
    const { data, width, height, encoding } = specOf(plot) as Spec & { encoding: Layer['encoding'] };
    expect(data.values).toMatchObject([
      { row: 'one', column: 'p', shade: 0.25, bounds: '' },
      { row: 'one', column: 'q', shade: 1, bounds: '[70, 90]' },
      { row: 'two', column: 'q', shade: 0.625, bounds: '' },
    ]);
    expect([width, height]).toEqual([168, 104]);
    expect(encoding.x).toMatchObject({ field: 'column', sort: ['p', 'q'], title: ['α', 'β'] });
    expect(encoding.y).toMatchObject({ field: 'row', sort: ['one', 'two'], title: ['gate'] });
  });

  it('shades from the least, where that is below 0, and nothing where all are alike', () => {
    const of = (...shares: number[]) =>
      specOf(heatMapPlot({ ...map, curves: [{ label: 'a', points: shares.map((y, x) => ({ x, y })) }] })).data.values;
    expect(of(-1, 1)).toMatchObject([{ shade: 0 }, { shade: 1 }]);
    expect(of(0, 0)).toMatchObject([{ shade: 0 }, { shade: 0 }]);
  });
});
