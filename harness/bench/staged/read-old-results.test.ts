import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figuresPage } from '../../../reports/figures/figures-page.ts';
import { figuresSchema } from '../../../reports/figures/schema.ts';
import { unsoundFigures } from '../../../reports/figures/unsound-figures.ts';
import { readOldResults } from './read-old-results.ts';

/** Of a headline of two noise levels over two populations, as it was written before figures. */
const text = readFileSync(join(import.meta.dirname, 'testing', 'results-v3.json'), 'utf8');
const old = JSON.parse(text);

describe('an old results.json', () => {
  const figures = readOldResults(text, 'results.json');
  const rows = (id: string) => figures.tables.find((table) => table.id === id)?.rows.map(({ cells }) => cells) ?? [];

  it('becomes figures that the schema allows, that are sound and that a page can show', async () => {
    expect(figuresSchema.parse(JSON.parse(JSON.stringify(figures)))).toEqual(figures);
    expect(unsoundFigures(figures)).toEqual([]);
    expect(await figuresPage(figures)).toContain(old.findings[0].slice(0, 30));
  });

  it('keeps every estimate of every cell', () => {
    const cells = [...old.cells, ...old.closedLoop.cells];
    expect(rows('cells').map(({ cell }) => cell)).toEqual(cells.map(({ id }) => id));
    for (const [at, cell] of cells.entries()) {
      const row = rows('cells')[at];
      expect(row).toMatchObject({ sessions: cell.sessions, steps: cell.steps, crashed: cell.faults.crashed });
      for (const [name, { estimate, low, high, sessions }] of Object.entries<Record<string, number>>(cell.metrics))
        expect(row?.[name]).toEqual({ estimate, low, high, of: sessions });
    }
  });

  it('keeps every comparison, every gate, what errors led to, and each population', () => {
    const compared = [...rows('comparisons-time'), ...rows('comparisons-shares')];
    const comparisons = [...old.comparisons, ...old.closedLoop.comparisons];
    expect(compared).toHaveLength(comparisons.length);
    for (const { cell, baseline, difference, low, high, verdict, p } of comparisons)
      expect(compared).toContainEqual(
        expect.objectContaining({
          cell,
          baseline,
          verdict,
          p,
          difference: expect.objectContaining({ estimate: difference, low, high }),
        }),
      );
    const gates = [...old.cells, ...old.closedLoop.cells].filter(({ gate }) => gate);
    expect(rows('gates').map(({ threshold, auroc }) => [threshold, auroc])).toEqual(
      gates.map(({ gate, calibration }) => [gate.threshold, calibration?.auroc]),
    );
    expect(rows('closed-loop').map((row) => row.r_first)).toEqual(
      old.closedLoop.propagation.map(
        ({ first: { estimate, low, high, sessions } }: { first: Record<string, number> }) => ({
          ...{ estimate, low, high },
          of: sessions,
        }),
      ),
    );
    expect(rows('populations').map(({ saved }) => saved)).toEqual(
      old.populations.flatMap(({ cells }: { cells: { saved: number }[] }) => cells.map(({ saved }) => saved)),
    );
    expect(figures).toMatchObject({ findings: old.findings, complete: old.complete, experiment: 'headline' });
  });

  it('is refused with its field where it is not one', () => {
    expect(() => readOldResults('{', 'a.json')).toThrow(/^a\.json is no JSON/);
    expect(() => readOldResults(JSON.stringify({ ...old, version: 2 }), 'a.json')).toThrow(/a\.json: version is not/);
  });
});
