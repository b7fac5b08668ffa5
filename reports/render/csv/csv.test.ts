import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCleanText } from '../../../harness/contract/text.ts';
import { exampleResults } from '../../present/example-results.ts';
import { renderCsv } from './csv.ts';

/** A strict reader of what RFC 4180 calls CSV, written for this test. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const field = /("(?:[^"]|"")*"|[^",\n]*)([,\n])/gy;
  let row: string[] = [];
  for (const match of text.matchAll(field)) {
    const value = match[1]!;
    row.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (match[2] === '\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

function records(text: string): Record<string, string>[] {
  const [head, ...rows] = readCsv(text);
  return rows.map((row) => {
    expect(row).toHaveLength(head!.length);
    return Object.fromEntries(head!.map((name, i) => [name, row[i]!]));
  });
}

describe('renderCsv', () => {
  it('has one row for each cell and metric, with the exact numbers', () => {
    const results = exampleResults();
    const rows = records(renderCsv(results));
    const estimates = rows.filter(({ baseline }) => baseline === '');
    expect(estimates).toHaveLength(results.cells.reduce((sum, cell) => sum + Object.keys(cell.metrics).length, 0));
    const cell = results.cells.at(-1)!;
    const row = rows.find((r) => r.cell === cell.id && r.metric === 'session_automation');
    expect(row).toMatchObject({
      arm: 'selective',
      alpha: '0.2',
      beta: '0.4',
      slip: '0.05',
      unit: 'share',
      sessions: '400',
    });
    expect(Number(row?.estimate)).toBe(cell.metrics.session_automation?.estimate);
    expect(Number(row?.gate_threshold)).toBe(cell.gate?.threshold);
  });

  it('has the cells of the closed loop last, with rows for R', () => {
    const results = exampleResults({ closedLoop: true });
    const rows = records(renderCsv(results));
    const closed = rows.filter(({ loop }) => loop === 'closed');
    expect(rows.slice(-closed.length)).toEqual(closed);
    expect(rows.slice(0, -closed.length)).toEqual(records(renderCsv(exampleResults())));
    const { cells, comparisons, propagation } = results.closedLoop!;
    const estimates = cells.reduce((sum, cell) => sum + Object.keys(cell.metrics).length, 0);
    expect(closed).toHaveLength(estimates + comparisons.length + 5 * propagation.length);
    const [first] = propagation;
    expect(closed.find((r) => r.cell === first!.cell && r.metric === 'reproduction_number_first')).toMatchObject({
      unit: 'count',
      estimate: `${first!.first.estimate}`,
      sessions: '140',
      denominator: '140',
    });
  });

  it('has one row for each comparison, and counts infrastructure faults in columns of their own', () => {
    const results = exampleResults();
    const rows = records(renderCsv(results));
    const compared = rows.filter(({ baseline }) => baseline !== '');
    expect(compared).toHaveLength(results.comparisons.length);
    const comparison = results.comparisons.at(-1)!;
    const row = compared.find(
      (r) => r.cell === comparison.cell && r.baseline === comparison.baseline && r.metric === comparison.metric,
    );
    expect(row).toMatchObject({ verdict: comparison.verdict, unit: 'ms', sessions: '' });
    expect(Number(row?.estimate)).toBe(comparison.difference);
    expect(Number(row?.relative_low)).toBe(comparison.relative?.low);
    const { retried, crashed } = results.cells.find(({ id }) => id === comparison.cell)!.faults;
    expect(row).toMatchObject({ retried: `${retried}`, crashed: `${crashed}` });
  });

  it('leaves a field empty where there is nothing to divide by, and never quotes a negative number', () => {
    const results = exampleResults({ gateClosed: true, points: [[0, 0, 0]] });
    results.cells[0]!.metrics.leaked = { estimate: -0.5, low: -1, high: 0, sessions: 3, denominator: 3 };
    const rows = records(renderCsv(results));
    expect(rows.find((r) => r.arm === 'selective' && r.metric === 'critic_precision')).toMatchObject({
      estimate: '',
      low: '',
      gate_threshold: '',
    });
    expect(rows.find((r) => r.arm === 'human-only' && r.metric === 'leaked')).toMatchObject({
      estimate: '-0.5',
      low: '-1',
    });
  });

  it.each([
    '=1+1',
    ' =1',
    '"=1',
    "'=1",
    '\t=1',
    '@SUM(A1)',
    '+1',
    '-1',
    '|calc',
    '\u001b[1m=1',
    '\u200b=1',
    '＝1',
    '＠SUM(A1)',
    '＋1',
    '－1',
    '%1',
    ' %0A=1',
    '`=1',
    '\u00a0=1',
    '\u3000@x',
    '"\n=1',
  ])('makes the formula %j text', (hostile) => {
    const results = { ...exampleResults({ points: [[0, 0, 0]] }), experiment: hostile };
    for (const row of records(renderCsv(results))) expect(row.experiment).toMatch(/^'/);
  });

  it('keeps every text in its field, whatever it holds', () => {
    const part = fc.constantFrom('"', ',', '\n', '\r', '=', '\u001b[31m', '\u202e', 'a', ' ', "'");
    fc.assert(
      fc.property(fc.string({ unit: part, maxLength: 8 }), (hostile) => {
        const csv = renderCsv(exampleResults({ points: [[0, 0, 0]], hostile }));
        expect(isCleanText(csv)).toBe(true);
        for (const row of records(csv)) {
          expect(row.cell).toMatch(/^(human-only|copilot|selective) alpha=0/);
          expect(row.loop).toBe('open');
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});
