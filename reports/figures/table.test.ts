import { describe, expect, it } from 'vitest';
import { figuresCsv } from './figures-csv.ts';
import { type Columns, firstView, having, pick, plain, ranged, table, text, unmeasured, within } from './table.ts';

interface Row {
  readonly name: string;
  readonly share: { estimate: number; low: number; high: number } | null;
  readonly count?: number;
}

const COLUMNS: Columns<Row> = {
  name: text('arm', 'name'),
  share: ranged('automated', 'share', ({ share }) => share, 'Sessions without an operator.'),
  count: plain('sessions', 'count', ({ count }) => count, { detail: true }),
};
const ROWS: readonly Row[] = [
  { name: 'selective', share: { estimate: 0.5, low: 0.4, high: 0.6 }, count: 10 },
  { name: 'copilot', share: null },
];

describe('table', () => {
  it('takes titles, units and cells from its columns', () => {
    const made = table({
      id: 'arms',
      title: 'Arms',
      caption: ['One.', 'Two.'],
      columns: COLUMNS,
      rows: ROWS,
      others: unmeasured('published', [{ name: 'published', share: 0.45 }]),
    });
    expect(made.caption).toBe('One. Two.');
    expect(made.columns.map(({ id, ranged: hasEnds, detail = false }) => [id, hasEnds, detail])).toEqual([
      ['name', false, false],
      ['share', true, false],
      ['count', false, true],
    ]);
    expect(made.columns[1]?.definition).toBe('Sessions without an operator.');
    // The headings do not depend on what was found.
    expect(figuresCsv(made).split('\n')[0]).toBe('kind,name,share,share_low,share_high,count');
    expect(made.rows).toEqual([
      { kind: 'measured', cells: { name: 'selective', share: ROWS[0]?.share, count: 10 } },
      { kind: 'measured', cells: { name: 'copilot', share: null } },
      { kind: 'published', cells: { name: 'published', share: 0.45 } },
    ]);
  });

  it('shows what a row holds in columns of its own, nothing where it holds nothing', () => {
    const columns = within(COLUMNS, (row: { readonly inner: Row | null }) => row.inner);
    const rows = [{ inner: ROWS[0] ?? null }, { inner: null }];
    const made = table({ id: 't', title: 'T', caption: '', columns: pick(columns, 'share', 'name'), rows });
    expect(made.columns.map(({ id }) => id)).toEqual(['share', 'name']);
    expect(made.rows[1]?.cells).toEqual({ share: null, name: null });
    expect(() => pick(columns, 'none')).toThrow('There is no column "none": use name, share, count.');
  });

  it('leaves out of the first view what is detail, rows or columns, and of a cell what is no part of it', () => {
    const more = { estimate: 0.4, low: 0.3, high: 0.5, of: 7, denominator: 9 };
    const made = table({
      id: 't',
      title: 'T',
      caption: '',
      columns: { ...pick(COLUMNS, 'name'), ...having({ detail: true }, pick(COLUMNS, 'share')) },
      rows: [{ name: 'selective', share: more }, ...ROWS],
      kind: ({ share }) => (share === null ? 'reason' : 'measured'),
      detailRow: ({ count }) => count !== undefined,
    });
    expect(made.rows.map(({ kind, detail = false }) => [kind, detail])).toEqual([
      ['measured', false],
      ['measured', true],
      ['reason', false],
    ]);
    expect(made.rows[0]?.cells.share).toEqual({ estimate: 0.4, low: 0.3, high: 0.5, of: 7 });
    const { columns, rows } = firstView(made);
    expect(columns.map(({ id }) => id)).toEqual(['name']);
    expect(rows).toHaveLength(2);
    expect(figuresCsv(made).trim().split('\n')).toHaveLength(4);
  });
});
