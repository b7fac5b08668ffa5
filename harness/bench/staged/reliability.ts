import type { FigureTable } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { countOf, formatEstimate } from '../../../reports/present/format-value.ts';
import type { TalliedSession } from '../../../reports/results/repeat-tally.ts';
import { flakeRate, isFlaky, passHatK, shareOfRepeated } from '../../../reports/stats/pass-hat-k.ts';
import { joinIds } from '../../contract/join-ids.ts';

/** The repeats of one cell in one population. */
export interface RepeatedCell {
  readonly population: string;
  readonly cell: string;
  readonly sessions: readonly TalliedSession[];
}

/** Flaky sessions that a finding names; the table has all. */
const MOST_NAMED = 5;

/** Whether the repeats agree, in words, the answer first. */
export function reliabilityFindings(cells: readonly RepeatedCell[], repeats: number): string[] {
  const differing = cells.filter(({ sessions }) => sessions.some(({ differs }) => differs));
  const all = new Set(cells.flatMap((one) => one.sessions.map(({ session }) => joinIds(' ', one.population, session))));
  if (differing.length === 0)
    return [
      [
        `All ${repeats} repeats are equal in each of ${countOf(all.size, 'session')}:`,
        'these models answer the same each time, and repeats tell nothing more.',
      ].join(' '),
    ];
  return cells.map(({ cell, population, sessions }) => {
    const flaky = sessions.filter(isFlaky).map(({ session }) => session);
    const named =
      flaky.length === 0 ? '' : ` (${flaky.slice(0, MOST_NAMED).join(', ')}${flaky.length > MOST_NAMED ? ', …' : ''})`;
    const where = new Set(cells.map((one) => one.population)).size > 1 ? `${cell}, population ${population}` : cell;
    return [
      `In ${where}, ${flaky.length} of ${countOf(sessions.length, 'session')} are flaky${named}:`,
      `pass^1 is ${formatEstimate('share', passHatK(sessions, 1))},`,
      `pass^${repeats} ${formatEstimate('share', passHatK(sessions, repeats))}.`,
    ].join(' ');
  });
}

/** How reliable each cell is over the repeats of its sessions, and which sessions flake. */
export function reliabilityTables(cells: readonly RepeatedCell[], repeats: number): FigureTable[] {
  const measured = cells.filter(({ sessions }) => sessions.length > 0);
  const populations = new Set(cells.map(({ population }) => population)).size > 1;
  const passed = Array.from({ length: repeats }, (_, at) => at + 1).map((k) => [
    `pass_${k}`,
    ranged<RepeatedCell>(`pass^${k}`, 'share', ({ sessions }) => passHatK(sessions, k), {
      definition: `Probability that ${countOf(k, 'repeat')} of a session all end well.`,
      detail: k > 1 && k < repeats,
    }),
  ]);
  return [
    table<RepeatedCell>({
      id: 'reliability',
      title: `How alike ${repeats} repeats of each session are`,
      caption: [
        'Sessions are played again with the same random numbers: only what models answer can differ. A repeat ends well where',
        'nothing was done but what the log did. Flaky: some repeats end well and others do not. Repeats are no sessions more.',
      ],
      columns: {
        ...(populations && { population: text<RepeatedCell>('population', 'population') }),
        cell: text('cell', 'cell'),
        sessions: plain('sessions', 'count', ({ sessions }) => sessions.length),
        ...(Object.fromEntries(passed) as Columns<RepeatedCell>),
        flaky: ranged('flaky', 'share', ({ sessions }) => flakeRate(sessions)),
        differing: ranged(
          'any difference',
          'share',
          ({ sessions }) => shareOfRepeated(sessions, ({ differs }) => differs),
          {
            definition: 'Sessions whose repeats differ in anything, be it a confidence.',
          },
        ),
      },
      rows: measured,
      // Where all are equal a finding says so.
      terminal: measured.some(({ sessions }) => sessions.some(({ differs }) => differs)),
    }),
    flakyTable(measured),
  ];
}

function flakyTable(cells: readonly RepeatedCell[]): FigureTable {
  const rows = cells.flatMap(({ sessions, ...where }) =>
    sessions.filter(isFlaky).map((session) => ({ ...where, ...session })),
  );
  type Row = (typeof rows)[number];
  return table<Row>({
    id: 'flaky',
    title: 'Flaky sessions',
    caption: 'Sessions that end well in some repeats and not in others: bench show DIR SESSION shows each of them.',
    columns: {
      population: text('population', 'population'),
      cell: text('cell', 'cell'),
      session: text('session', 'session'),
      passed: plain('repeats that end well', 'count', 'passed'),
      repeats: plain('repeats', 'count', 'repeats'),
    },
    rows,
    detail: true,
  });
}
