import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { proportion } from '../../../reports/stats/mid-p.ts';
import { type AtNoise, atEach, CORRECTED, NOISE } from './critics-tables.ts';
import type { Guarantee } from './judge-guarantees.ts';
import type { NoiseResult } from './noise-result.ts';

type Row = AtNoise<Guarantee>;

/** So many of the redraws. */
const ofRuns =
  (count: (redraws: Guarantee['redraws']) => number) =>
  ({ redraws }: Row) =>
    proportion(Math.round(count(redraws) * redraws.runs), redraws.runs);

/** Share of the redraws in which the gate missed its own target. */
const missed = ({ corrected, redraws }: Guarantee) =>
  corrected ? redraws.violationRate : redraws.acceptanceViolationRate;

const COLUMNS: Columns<Row> = {
  ...NOISE,
  gate: text('gate', 'gate'),
  promise: text('promise', 'promise', [
    'What has to be drawn independently for the gate to miss its target with a probability of δ at most.',
  ]),
  drawn: text('redrawn', 'drawn', [
    'Single answers, or whole sessions, as feedback comes; where they differ, answers of a session go together.',
    'A promise is kept where the target is missed in at most δ of its own rows.',
  ]),
  ...CORRECTED,
  target: plain('target', 'share', 'target'),
  violations: ranged('target missed', 'share', (row) => ofRuns(() => missed(row))(row), {
    over: 'redraw',
    definition:
      'Of what is right by a corrected gate, of what is accepted by another one. A gate that stays closed misses nothing.',
  }),
  open: ranged(
    'gate opened',
    'share',
    ofRuns(({ openShare }) => openShare),
    { over: 'redraw' },
  ),
  broken_open: ranged(
    'missed of the opened',
    'share',
    (row) => {
      const { openShare, runs } = row.redraws;
      return proportion(Math.round(missed(row) * runs), Math.round(openShare * runs));
    },
    { over: 'redraw' },
  ),
  true_violations: ranged(
    'true precision missed',
    'share',
    ({ redraws }) => proportion(redraws.violations, redraws.runs),
    {
      over: 'redraw',
    },
  ),
  precision: plain('mean true precision', 'share', ({ redraws }) => redraws.meanPrecision),
  coverage: plain('mean coverage', 'share', ({ redraws }) => redraws.meanCoverage),
};

/** How often each gate misses its target, beside what it promises, at the target asked for. */
export const guaranteesTable = (results: readonly NoiseResult[], critic: string): FigureTable =>
  promises(
    'guarantees',
    `Guarantees, critic ${critic}`,
    ['In brackets the exact 95 % interval of the redraws.'],
    atEach(results, ({ guarantees }) => guarantees),
  );

/** The same at a target at which gates open, where the one asked for is out of reach; null where it is nowhere. */
export function reachableTable(results: readonly NoiseResult[], critic: string, gate: string): FigureTable | null {
  const rows = atEach(results, ({ reachable }) => reachable);
  return rows.length === 0
    ? null
    : promises(
        'guarantees-reachable',
        `Guarantees at a target within reach, critic ${critic}`,
        [
          'As above, at another target where the one asked for keeps gates closed:',
          `the highest in whole per cents at which ${gate}, corrected where it can be, opens in 90 % of 100 other redraws.`,
          'Where so much of everything is right or accepted anyway, opening wide breaks no promise either.',
        ],
        rows,
      );
}

function promises(id: string, title: string, caption: readonly string[], all: readonly Row[]): FigureTable {
  const rows = all.filter(({ redraws }) => redraws.openShare > 0);
  const [first] = rows;
  const size = first ? `, δ = ${first.delta}, over ${first.redraws.runs} redraws of ${first.sample} answers` : '';
  return table({ id, title: title + size, caption: [...caption, ...neverOpened(all)], columns: COLUMNS, rows });
}

/** Gates that opened in no redraw have shown nothing, and have no row: which, and at how many noise points. */
function neverOpened(all: readonly Guarantee[]): string[] {
  const closed = new Map<string, number>();
  for (const { gate, redraws } of all) if (redraws.openShare === 0) closed.set(gate, (closed.get(gate) ?? 0) + 1);
  if (closed.size === 0) return [];
  const words = [...closed].map(([gate, rows]) => `${gate} (${rows})`).join(', ');
  return [`Without a row, because they opened in no redraw: ${words}.`];
}
