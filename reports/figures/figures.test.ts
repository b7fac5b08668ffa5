import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figuresCsv } from './figures-csv.ts';
import { figuresPage } from './figures-page.ts';
import { figuresTerminal } from './figures-terminal.ts';
import {
  FIGURES_VERSION,
  type FigureColumn,
  type Figures,
  type FigureTable,
  figuresJsonSchema,
  figuresSchema,
} from './schema.ts';

import { writeFigures } from './write-figures.ts';

const HOSTILE = '=HYPERLINK("x")</script><b onmouseover=x>\u001b[31m::error::pwned';

const column = (id: string, unit: FigureColumn['unit'], ranged = false): FigureColumn => ({
  id,
  title: `${id} of a policy`,
  unit,
  ranged,
  measured: false,
});

const table: FigureTable = {
  id: 'models',
  title: 'Policies',
  caption: 'Shares with intervals.',
  columns: [column('policy', 'text'), column('accuracy', 'share', true), column('time', 'ms'), column('note', 'text')],
  rows: [
    {
      kind: 'measured',
      cells: { policy: 'majority', accuracy: { estimate: 0.1814, low: 0.171, high: 0.19 }, time: 1234, note: null },
    },
    { kind: 'published', cells: { policy: HOSTILE, accuracy: 0.7485, time: null, note: 'recalled' } },
    {
      kind: 'reason',
      cells: { policy: 'llm', accuracy: { estimate: null, low: null, high: null }, note: 'no endpoint' },
    },
  ],
  terminal: true,
};

const figures: Figures = {
  format: 'deskbench-figures',
  version: FIGURES_VERSION,
  experiment: 'models',
  question: 'Which policy is right most often?',
  complete: false,
  run: {
    command: 'pnpm bench models',
    seed: '1',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1200,
    deskbench: '0.1.0',
    node: '20.20.0',
    platform: 'linux-x64',
    git: null,
    dependencies: { vega: '6.4.0' },
  },
  dataset: { name: 'desk', source: 'embedded', hash: 'abc', sessions: 10, steps: 40, procedures: 2 },
  split: 'random by session',
  cards: [
    {
      title: `Right ${HOSTILE}`,
      unit: 'share',
      values: [
        { label: 'without noise', value: { estimate: 0.62, low: 0.57, high: 0.68 } },
        { label: 'at the most', value: { estimate: null, low: null, high: null } },
      ],
    },
  ],
  findings: [`The best is ${HOSTILE}.`],
  notes: ['A note.'],
  tables: [table, { ...table, id: 'detail', title: 'Detail', terminal: false, detail: true }],
  plots: [
    {
      id: 'risk',
      kind: 'risk-coverage',
      title: 'Risk',
      caption: 'Lower is better.',
      curves: [
        {
          label: HOSTILE,
          points: [
            { x: 0, y: 0 },
            { x: 1, y: 0.2 },
          ],
        },
        { label: 'empty', points: [] },
      ],
    },
  ],
};

describe('figures', () => {
  it('keep intervals, empty cells and kinds of row in a CSV that runs nothing', () => {
    const lines = figuresCsv(table).split('\n');
    expect(lines[0]).toBe('kind,policy,accuracy,accuracy_low,accuracy_high,time,note');
    expect(lines[1]).toBe('measured,majority,0.1814,0.171,0.19,1234,');
    expect(lines[2]).toMatch(/^published,"'=HYPERLINK/);
    expect(lines[2]).not.toContain('\u001b');
    expect(lines[3]).toBe('reason,llm,,,,,no endpoint');
  });

  it('show on a terminal what is meant for it, and cannot steer it', () => {
    const text = figuresTerminal(figures, {
      width: 100,
      colour: false,
      files: ['out/a/report.html', 'out/a/models.csv'],
    });
    expect(text).toContain('out/a/report.html: 2 tables, 1 plot, 1 note\n');
    expect(text).toContain('beside it: 1 table as CSV');
    expect(text).not.toContain('A note.');
    expect(text).toContain('18.1 [17.1, 19.0]');
    expect(text).toMatch(/^of a policy +of a policy % +a policy s +a policy$/m);
    expect(text).not.toContain('\u202f');
    expect(text).toContain('INCOMPLETE');
    expect(text).not.toContain('Detail');
    expect(text).not.toContain('\u001b');
    expect(text).not.toMatch(/^\s*::error/m);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(140);
  });

  it('leave out a table without rows, on the page and on the terminal', async () => {
    const bare = { ...table, id: 'bare', title: 'Nothing to show', rows: [] };
    const some = { ...figures, tables: [...figures.tables, bare] };
    expect(await figuresPage(some)).not.toContain('Nothing to show');
    expect(figuresTerminal(some, { width: 100, colour: false })).not.toContain('Nothing to show');
  });

  it('show details in the files and behind the page’s disclosure only, and what columns mean on the page', async () => {
    const [policy, accuracy, ...rest] = table.columns;
    const columns = [
      policy!,
      { ...accuracy!, definition: 'Right actions.' },
      ...rest.map((one) => ({ ...one, detail: true })),
    ];
    const rows = table.rows.map((row, at) => ({ ...row, ...(at === 1 && { detail: true }) }));
    const some = {
      ...figures,
      tables: [
        { ...table, columns, rows },
        { ...table, id: 'again', columns, rows },
      ],
    };
    const text = figuresTerminal(some, { width: 100, colour: false });
    expect(text).not.toContain('1.2\u202fs');
    expect(text).not.toContain('published');
    expect(text).not.toContain('Right actions.');
    const page = await figuresPage(some);
    expect(page).toContain('<summary>All 4 columns and 3 rows</summary>');
    expect(page).toContain('<dt>accuracy of a policy</dt><dd>Right actions.</dd>');
    expect(figuresCsv(some.tables[0]!).split('\n')).toHaveLength(5);
  });

  it('make one page without script, in which hostile text is text', async () => {
    const page = await figuresPage(figures);
    expect(page).toContain('Detail');
    expect(page).toContain('class="published"');
    expect(page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toContain(
      '62.0 % [57.0, 68.0] without noise at the most –',
    );
    expect(page).toContain('<svg');
    expect(page).not.toMatch(/<script|<b onmouseover|<\/script>/);
    expect(await figuresPage(figures)).toBe(page);
  });

  it('are written whole, as the published schema has them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskbench-figures-'));
    try {
      const files = await writeFigures(folder, figures);
      expect(files.map((path) => path.slice(folder.length + 1))).toEqual([
        'report.html',
        'models.csv',
        'detail.csv',
        'figures.json',
      ]);
      expect(figuresSchema.parse(JSON.parse(readFileSync(join(folder, 'figures.json'), 'utf8')))).toEqual(figures);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('are described by docs/schemas (else: pnpm bench schema figures > docs/schemas/figures.schema.json)', () => {
    const path = join(import.meta.dirname, '..', '..', 'docs', 'schemas', 'figures.schema.json');
    expect(readFileSync(path, 'utf8')).toBe(figuresJsonSchema());
  });
});

it('a share in a file says of how many sessions it is, where that is known', () => {
  const columns = [
    { id: 'arm', title: 'arm', unit: 'text' as const, ranged: false, measured: false },
    { id: 'goal', title: 'goal', unit: 'share' as const, ranged: true, measured: false },
    { id: 'saved', title: 'saved', unit: 'share' as const, ranged: true, measured: false },
  ];
  const row = (arm: string, of?: number) => ({
    kind: 'measured' as const,
    cells: {
      arm,
      goal: { estimate: 0.5, low: 0.4, high: 0.6, ...(of !== undefined && { of }) },
      saved: { estimate: 0.1, low: 0, high: 0.2 },
    },
  });
  const csv = figuresCsv({
    id: 't',
    title: '',
    caption: '',
    columns,
    rows: [row('one', 60), row('two')],
    terminal: true,
  });
  expect(csv.split('\n')).toEqual([
    'kind,arm,goal,goal_low,goal_high,goal_of,saved,saved_low,saved_high',
    'measured,one,0.5,0.4,0.6,60,0.1,0,0.2',
    'measured,two,0.5,0.4,0.6,,0.1,0,0.2',
    '',
  ]);
});
