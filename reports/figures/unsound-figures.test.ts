import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FigureTable } from './schema.ts';
import { unsoundFigures } from './unsound-figures.ts';

const table = (unit: FigureTable['columns'][number]['unit'], cell: FigureTable['rows'][number]['cells'][string]) => ({
  tables: [
    {
      id: 't',
      columns: [{ id: 'c', title: 'c', unit, ranged: true, measured: false }],
      rows: [{ kind: 'measured', cells: { c: cell } }],
    },
  ],
});

describe('figures that cannot be', () => {
  it('are found wherever they stand, each with its place', () => {
    const deep = { cells: [{ metrics: { saved: { estimate: 0.5, low: 0.6, high: 0.7 } } }] };
    expect(unsoundFigures(deep)).toEqual([
      'cells.0.metrics.saved is 0.5 [0.6, 0.7]: the estimate is outside its interval',
    ]);
    expect(unsoundFigures({ difference: -0.2, low: 0.1, high: -0.3 })[0]).toContain('the ends are exchanged');
    expect(unsoundFigures({ estimate: 1, low: null, high: 2 })[0]).toContain('half an interval');
    expect(unsoundFigures({ estimate: null, low: 0, high: 1 })[0]).toContain('an interval of nothing');
    expect(unsoundFigures({ curves: [{ x: Number.NaN }] })).toEqual(['curves.0.x is NaN']);
    expect(unsoundFigures(table('share', { estimate: 0.99, low: 0.97, high: 1.004, of: 9 }))).toEqual([
      'table t, row 1, column c: 1.004 is more than all',
    ]);
  });

  it('are estimates in tables that do not say of how many they are; published ones need not', () => {
    const cell = { estimate: 0.4, low: 0.3, high: 0.5 };
    const [first] = table('share', cell).tables;
    expect(unsoundFigures({ tables: [first] })).toEqual([
      'table t, row 1, column c: 0.4 does not say of how many it is',
    ]);
    expect(unsoundFigures(table('share', { ...cell, of: 40 }))).toEqual([]);
    expect(unsoundFigures({ tables: [{ ...first, rows: [{ kind: 'published', cells: { c: cell } }] }] })).toEqual([]);
    expect(unsoundFigures(table('share', { estimate: null, low: null, high: null }))).toEqual([]);
  });

  it('are none where ends hold the estimate, or nothing is told', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.tuple(number, number, number), (values) => {
        const [low, estimate, high] = values.toSorted((a, b) => a - b);
        expect(
          unsoundFigures([
            { estimate, low, high },
            { low, high },
          ]),
        ).toEqual([]);
      }),
    );
    expect(unsoundFigures({ estimate: 1, low: null, high: null })).toEqual([]);
    expect(unsoundFigures(table('share', { estimate: -0.4, low: -0.6, high: -0.2, of: 9 }))).toEqual([]);
    expect(unsoundFigures(table('ms', 5000))).toEqual([]);
  });
});
