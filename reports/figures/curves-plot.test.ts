import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderPlot } from '../render/html/plots/render-plot.ts';
import { marksOutside } from '../render/html/plots/testing/marks-outside.ts';
import { figurePlot } from './curves-plot.ts';
import type { FigurePlot } from './schema.ts';

const plot = (change: Partial<FigurePlot>): FigurePlot => ({
  id: 'plot',
  kind: 'lines',
  title: 'What automation costs',
  caption: 'One point for each setting.',
  axes: { x: 'automated (%)', y: 'change (points)' },
  curves: [],
  ...change,
});

const LOSSES = [
  { x: 4, y: 5, xRange: { low: 1, high: 9 }, yRange: { low: 1, high: 9 } },
  { x: 44, y: -8, xRange: { low: 40, high: 48 }, yRange: { low: -12, high: -4 } },
  { x: 80, y: -20, xRange: { low: 75, high: 85 }, yRange: { low: -27, high: -13 } },
];
const REFERENCES: FigurePlot['references'] = [
  { axis: 'y', from: -2, to: 2, label: 'within 2 points' },
  { axis: 'x', from: 45, to: 45, label: 'published: 45 %' },
];

/** Shares over places in a row; what is no share in [0, 1] is there to be drawn all the same. */
const SHARES = [
  { x: 0, y: 0.4, yRange: { low: 0.3, high: 0.55 } },
  { x: 1, y: -1.05, yRange: { low: -1.2, high: -0.9 } },
  { x: 2, y: 0.1 },
];
const PLACES = ['α 0\nβ 0', 'α 0.1\nβ 0.2', 'α 0.2\nβ 0.4'];

const drawn = (of: FigurePlot) => {
  const made = figurePlot(of);
  if (!made) throw new Error('nothing to draw');
  return made;
};

describe('a plot of figures', () => {
  it.each(['lines', 'points'] as const)('keeps %s below 0 within its axes, with a heavy line at 0', async (kind) => {
    const made = drawn(plot({ kind, references: REFERENCES, curves: [{ label: 'gate', points: LOSSES }] }));
    expect(await marksOutside(made)).toEqual([]);
    const svg = (await renderPlot(made)).text;
    expect(svg).toMatch(/stroke="var\(--ink\)"[^>]*stroke-width="2"|stroke-width="2"[^>]*stroke="var\(--ink\)"/);
    expect(svg).toContain('published: 45 %');
    expect(svg).toContain('within 2 points');
    expect(svg).toMatch(/>(−|-)20</);
  });

  it('draws shares as bands over a rate or over places, and as a map, each value told in words', async () => {
    const curves = [
      { label: 'α 0', points: SHARES },
      { label: 'α 0.1', points: SHARES.slice(0, 1) },
    ];
    for (const change of [
      { kind: 'bands' },
      { kind: 'bands', places: PLACES },
      { kind: 'heat-map', places: PLACES },
    ] as const) {
      const made = drawn(plot({ ...change, curves }));
      expect(await marksOutside(made)).toEqual([]);
      expect(made.description).toMatch(/40\u202f% \[30, 55\].*−105/);
      const svg = (await renderPlot(made)).text;
      if (change.kind === 'heat-map') expect(svg).toContain('[30, 55]');
      else expect(svg).toMatch(/stroke="var\(--ink\)"[^>]*stroke-width="2"/);
    }
    expect(figurePlot(plot({ kind: 'bands', curves: [{ label: 'none', points: [] }] }))).toBeNull();
  });

  it('marks the point of a curve that is in use', async () => {
    const points = [
      { x: 0, y: 0 },
      { x: 1, y: 0.2 },
    ];
    const made = drawn(plot({ kind: 'risk-coverage', curves: [{ label: 'gate', points, mark: { x: 0.5, y: 0.07 } }] }));
    expect(made.description).toContain('in use at 0.500 and 0.070');
    expect(await marksOutside(made)).toEqual([]);
    const bare = drawn(plot({ kind: 'risk-coverage', curves: [{ label: 'gate', points }] }));
    const diamonds = (text: string) => text.match(/stroke="var\(--card\)"/g)?.length ?? 0;
    expect(diamonds((await renderPlot(made)).text)).toBe(diamonds((await renderPlot(bare)).text) + 1);
  });

  it('has no line at 0 where nothing lies below', async () => {
    const points = LOSSES.slice(0, 1);
    const svg = (await renderPlot(drawn(plot({ kind: 'points', curves: [{ label: 'gate', points }] })))).text;
    expect(svg).not.toMatch(/stroke="var\(--ink\)"[^>]*stroke-width="2"|stroke-width="2"[^>]*stroke="var\(--ink\)"/);
  });

  it('says where points lie to those who do not see them', () => {
    const made = drawn(plot({ kind: 'points', curves: [{ label: 'gate', points: LOSSES }] }));
    expect(made.description).toContain('gate: 4.0 and 5.0, 44.0 and −8.0, 80.0 and −20.0');
  });

  it('finds a mark that lies outside', async () => {
    const made = drawn(plot({ curves: [{ label: 'gate', points: LOSSES }] }));
    const spec = JSON.parse(JSON.stringify(made.spec));
    spec.layer.at(-1).encoding.y.scale = { domain: [0, 5] };
    expect(await marksOutside({ ...made, spec })).not.toEqual([]);
  });

  it('lets no mark leave its panel, whatever the values', async () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const point = fc.record({ x: value, y: value, up: fc.double({ min: 0, max: 1e5, noNaN: true }) });
    const curves = fc.array(fc.array(point, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 });
    const kinds = fc.constantFrom('lines' as const, 'points' as const);
    await fc.assert(
      fc.asyncProperty(curves, kinds, fc.boolean(), async (all, kind, held) => {
        const made = drawn(
          plot({
            kind,
            ...(held ? { references: REFERENCES } : {}),
            curves: all.map((points, at) => ({
              label: `curve ${at}`,
              points: points.map(({ x, y, up }) => ({
                x,
                y,
                xRange: { low: x - up, high: x + up },
                yRange: { low: y - up, high: y + up },
              })),
            })),
          }),
        );
        expect(await marksOutside(made)).toEqual([]);
      }),
      { seed: 1, numRuns: 12 },
    );
  });
});

it('curves of the bench carry the titles of their own axes', () => {
  const curve = { label: 'copilot', points: [{ x: 1, y: 2 }] };
  const axes = { x: 'sessions per operator', y: 'mean wait, s' };
  const plot = { id: 'p', kind: 'lines' as const, title: 't', caption: 'c', axes, curves: [curve] };
  const text = JSON.stringify(figurePlot(plot)?.spec);
  expect(text).toContain('"title":"sessions per operator"');
  expect(text).toContain('"title":"mean wait, s"');
  expect(text).not.toContain('%');
});
