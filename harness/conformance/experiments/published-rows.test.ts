import { expect, it } from 'vitest';
import type { Experiment } from '../../bench/experiment.ts';
import { experiment as corrections } from '../../experiments/corrections/index.ts';
import { experiment as critics } from '../../experiments/critics/index.ts';
import { experiment as fitPreset } from '../../experiments/fit-preset/index.ts';
import { experiment as models } from '../../experiments/models/index.ts';
import { experiment as settle } from '../../experiments/settle/index.ts';
import { estimateIn, plainBlanks } from './recount.ts';
import { smallRun } from './small-runs.ts';

/** The numbers of a table's published rows, as they were published (docs/reference.md): by its name, then by column. */
type Published = readonly (readonly [name: string, Readonly<Record<string, number>>])[];

const published = async (experiment: Experiment, table: string, column: string): Promise<Published> =>
  (await smallRun(experiment)).table(table).rows.flatMap(({ kind, cells }) => {
    const numbers = Object.entries(cells).flatMap(([id, cell]) => {
      const value = estimateIn(cell);
      return value === null ? [] : [[id, Math.round(value * 1e4) / 1e4] as const];
    });
    return kind === 'published' ? [[String(cells[column]), Object.fromEntries(numbers)] as const] : [];
  });

it.each<[Experiment, string, string, Published]>([
  [
    settle,
    'arms',
    'arm',
    [
      ['human-only', { active_ms: 227_370 }],
      ['selective', { automated: 0.45, active_ms: 139_150, saved: 0.388 }],
      ['confirmed close', { active_ms: 187_660 }],
      ['selective', { active_ms: 150_130 }],
      ['intent chatbot', { active_ms: 124_670 }],
      ['copilot pipeline', { active_ms: 104_720 }],
    ],
  ],
  [
    fitPreset,
    'calibration',
    'arm',
    [
      ['human-only', { active_ms: 227_370, against: -0.388 }],
      ['selective', { automated: 0.45, active_ms: 139_150 }],
      ['confirmed-close', { against: -0.2 }],
      ['chatbot', { against: -0.16 }],
    ],
  ],
  [
    critics,
    'critics',
    'critic',
    [
      ['published: gate by confidence', { macro_f1: 0.7096 }],
      ['published: gate by critic', { macro_f1: 0.7399 }],
    ],
  ],
  [
    corrections,
    'corrections',
    'set',
    [
      ['published: 170k logs + 0', { logs: 170_000, corrections: 0, historical: 0.7125, hard: 0.1488 }],
      ['published: 100k logs + 20k corrections', { logs: 1e5, corrections: 20_000, historical: 0.6977, hard: 0.2176 }],
      ['published: 100k logs + 40k corrections', { logs: 1e5, corrections: 40_000, historical: 0.6952, hard: 0.2574 }],
      [
        'published: 170k logs + 40k corrections',
        { logs: 170_000, corrections: 40_000, historical: 0.7107, hard: 0.2572 },
      ],
    ],
  ],
  [
    models,
    'models',
    'policy',
    [
      ['published: prompted, the best', { tool_accuracy: 0.4778, action_accuracy: 0.3293 }],
      ['published: supervised 7B', { tool_accuracy: 0.7915, action_accuracy: 0.6548 }],
    ],
  ],
])('$name: rows of others stand in table %s as they were published', async (experiment, table, column, rows) => {
  const found = (await published(experiment, table, column)).map(([name, numbers]) => {
    const rounded = Object.entries(numbers).map(([id, value]) => [
      id,
      id === 'against' ? Math.round(value * 1e3) / 1e3 : value,
    ]);
    return [name, Object.fromEntries(rounded)];
  });
  expect(found).toEqual(rows);
});

it('beside what was measured stands what was published of the same figure', async () => {
  const rows = (await smallRun(settle)).rows('beside-published');
  expect(rows.map(({ published }) => plainBlanks(String(published)))).toEqual(
    ['45.0 %', '227 s', '139 s', '−20.0 %', '−16.0 %', '–', '–'].concat(
      ['86.7 %', '84.8 %', '91.7 %', '50.8 %'],
      ['43.2 %', '37.2 %', '6.9 %', '12.7 %'],
    ),
  );
  const goals = (await smallRun(fitPreset)).table('goals').rows;
  const told = goals.map(({ cells }) => plainBlanks(String(cells.published)));
  expect(told).toEqual(['45.0 %', '227 s', '139 s', '−20.0 %', '−16.0 %']);
});
