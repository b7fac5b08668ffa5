import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figuresPage } from '../../../reports/figures/figures-page.ts';
import { figuresTerminal } from '../../../reports/figures/figures-terminal.ts';
import type { Figures } from '../../../reports/figures/schema.ts';
import type { Experiment } from '../../bench/experiment.ts';
import { experiment as corrections } from '../../experiments/corrections/index.ts';
import { experiment as critics } from '../../experiments/critics/index.ts';
import { experiment as exporting } from '../../experiments/export/index.ts';
import { experiment as fitOperators } from '../../experiments/fit-operators/index.ts';
import { experiment as fitPreset } from '../../experiments/fit-preset/index.ts';
import { experiment as goals } from '../../experiments/goals/index.ts';
import { experiment as headline } from '../../experiments/headline/index.ts';
import { experiment as models } from '../../experiments/models/index.ts';
import { experiment as propagation } from '../../experiments/propagation/index.ts';
import { experiment as replay } from '../../experiments/replay/index.ts';
import { experiment as rollout } from '../../experiments/rollout/index.ts';
import { experiment as sensitivity } from '../../experiments/sensitivity/index.ts';
import { experiment as settle } from '../../experiments/settle/index.ts';
import { experiment as span } from '../../experiments/span/index.ts';
import { experiment as sweep } from '../../experiments/sweep/index.ts';
import { digest } from '../goldens/digest.ts';
import { smallRun } from './small-runs.ts';

/** Those whose models count: models that add up floating-point numbers hang on the processor in their last bits. */
const COUNTED: readonly Experiment[] = [
  ...[fitOperators, goals, headline, models, propagation, replay, rollout, sensitivity, settle, span, sweep],
];
/** Those whose models add up such numbers: what they show is known but for its numbers. */
const LEARNED: readonly Experiment[] = [corrections, critics, exporting, fitPreset];
const FILE = join(import.meta.dirname, 'known-figures.json');
type Known = Readonly<Record<string, string | Readonly<Record<string, string>>>>;
const stored = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Known>;

/** The figures without what equal runs may differ in: times, paths and the machine. */
function lasting(figures: Figures): Figures {
  const measured = ({ columns }: Figures['tables'][number]) =>
    new Set(columns.flatMap((column) => (column.measured ? [column.id] : [])));
  return {
    ...figures,
    run: {
      ...{ command: 'pnpm bench', seed: figures.run.seed, startedAt: '2026-01-02T03:04:05.678Z', durationMs: 6789 },
      ...{ deskbench: '1', node: '2', platform: '3', git: null, dependencies: { vega: '4' } },
    },
    dataset: { ...figures.dataset, source: '', name: '' },
    tables: figures.tables.map((table) => {
      const left = measured(table);
      const kept = (cells: Readonly<Record<string, unknown>>) =>
        Object.fromEntries(Object.entries(cells).filter(([id]) => !left.has(id)));
      return { ...table, rows: table.rows.map((row) => ({ ...row, cells: kept(row.cells) as typeof row.cells })) };
    }),
  };
}

/** Digests of each part, so that a difference says where it is. */
async function knownOf(figures: Figures): Promise<Known> {
  const one = lasting(figures);
  const each = (parts: readonly { readonly id: string }[]) =>
    Object.fromEntries(parts.map((part) => [part.id, digest(JSON.stringify(part))]));
  const { split, findings, notes, cards, question, dataset } = one;
  return {
    words: digest(JSON.stringify([question, split, findings, notes])),
    cards: digest(JSON.stringify([cards, dataset])),
    tables: each(one.tables),
    plots: each(one.plots),
    terminal: digest(figuresTerminal(one, { width: 100, colour: true, files: ['report.html'] })),
    page: digest(await figuresPage(one)),
  };
}

/** The same without numbers, and without what is drawn or shown of them. */
function wordsOf(figures: Figures): Known {
  const { split, findings, notes, cards, question, tables, plots } = lasting(figures);
  const masked = (part: unknown) =>
    digest(JSON.stringify(part, (_, value) => (typeof value === 'number' ? '#' : value)).replace(/[\d.,−-]*\d/g, '#'));
  return {
    words: masked([question, split, findings, notes, cards]),
    tables: Object.fromEntries(tables.map((table) => [table.id, masked(table)])),
    plots: Object.fromEntries(plots.map(({ curves, ...plot }) => [plot.id, masked([plot, curves.length])])),
  };
}

// What a reader is shown may change on purpose alone, and then here too: UPDATE_FIGURES=1 writes what is shown now.
describe('what a small run shows is what is known of it', () => {
  it.each(COUNTED.map((one) => [one.name, one] as const))('%s', async (name, experiment) => {
    compare(name, await knownOf((await smallRun(experiment)).figures));
  });

  it.each(LEARNED.map((one) => [one.name, one] as const))('%s, numbers aside', async (name, experiment) => {
    compare(name, wordsOf((await smallRun(experiment)).figures));
  });
});

/** Throws: where what is shown is not what is known. */
function compare(name: string, made: Known): void {
  if (process.env.UPDATE_FIGURES === '1') {
    stored[name] = made;
    writeFileSync(FILE, `${JSON.stringify(stored, null, 2)}\n`);
  }
  expect(made).toEqual(stored[name]);
}
