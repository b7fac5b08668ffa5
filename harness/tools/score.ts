import { figuresCsv } from '../../reports/figures/figures-csv.ts';
import { tableTerminal } from '../../reports/figures/figures-terminal.ts';
import type { FigureTable } from '../../reports/figures/schema.ts';
import { plain, ranged, table, text } from '../../reports/figures/table.ts';
import { type CellAccumulator, createCellAccumulator } from '../../reports/results/cell-accumulator.ts';
import { metricEstimate } from '../bench/closed-loop/metric-estimate.ts';
import { discover } from '../bench/models/discover.ts';
import { writeFileAtomic } from '../contract/atomic-write.ts';
import type { Metric } from '../contract/metric.ts';
import { UsageError } from '../runner/exit-code.ts';
import { outputLook, print, printPainted } from '../runner/output.ts';
import type { EpisodeRow } from '../runner/traces/episode-index.ts';
import { openTraces } from '../runner/traces/read-traces.ts';

export interface ScoreOptions {
  /** Names of metrics, separated by commas. */
  readonly metric: string;
  /** A file for the table. Absent: none. */
  readonly out?: string;
}

/** `bench score`: measures the stored episodes of a run with metrics that may be newer than it. Plays nothing. */
export async function score(folder: string, { metric, out }: ScoreOptions): Promise<void> {
  const known = await discover<Metric>('reports/metrics', 'metric');
  const metrics = metric.split(',').map((name) => {
    const found = known.find((one) => fileOf(one) === name.trim());
    if (!found) throw new UsageError(`--metric ${name}: known are ${known.map(fileOf).join(', ')}.`);
    return found;
  });
  const scores = scoreTable(folder, metrics);
  if (out !== undefined) writeFileAtomic(out, figuresCsv(scores));
  printPainted(tableTerminal(scores, outputLook()));
  if (out !== undefined) print(`Written to ${out}.`);
}

const fileOf = ({ name }: Metric) => name.replaceAll('_', '-');

/** The episodes of one cell in one part of a run. */
interface ScoredCell {
  readonly of: EpisodeRow;
  readonly sums: CellAccumulator;
}

/** Every cell of every part of the run. Twins, in which something was forced, are left out. */
export function scoreTable(folder: string, metrics: readonly Metric[]): FigureTable {
  const traces = openTraces(folder);
  const cells = new Map<string, ScoredCell>();
  try {
    const apart = playedAtSeveralQueues(traces.rows);
    for (const [at, row] of traces.rows.entries()) {
      if (row.forced !== null) continue;
      const key = JSON.stringify([row.play, row.cell, apart && row.queue]);
      const cell = cells.get(key) ?? {
        of: apart ? row : { ...row, queue: null },
        sums: createCellAccumulator(metrics),
      };
      cells.set(key, cell);
      cell.sums.add(traces.read(at).trace);
    }
  } finally {
    traces.close();
  }
  return table<ScoredCell>({
    id: 'scores',
    title: 'What the stored episodes come to',
    caption: 'In brackets the 95 % interval, clustered by session. Twins of errors are left out.',
    columns: {
      play: text('part of the run', ({ of }) => of.play),
      cell: text('cell', ({ of }) => of.cell),
      ...([...cells.values()].some(({ of }) => of.queue !== null) && {
        queue: plain<ScoredCell>('cases waiting', 'count', ({ of }) => of.queue),
      }),
      sessions: plain('sessions', 'count', ({ sums }) => sums.sessions().length),
      crashed: plain('crashed', 'count', ({ sums }) => sums.faults().crashed, { detail: true }),
      ...Object.fromEntries(
        metrics.map((metric) => [
          metric.name,
          ranged<ScoredCell>(metric.title, metric.unit, ({ sums }) => metricEstimate(sums, metric), metric.summary),
        ]),
      ),
    },
    rows: [...cells.values()],
  });
}

/** Whether some session was played in one cell more than once, with more cases waiting each time. */
function playedAtSeveralQueues(rows: readonly EpisodeRow[]): boolean {
  const seen = new Set<string>();
  const plays = rows.filter(({ forced }) => forced === null);
  for (const { play, cell, session } of plays) seen.add(JSON.stringify([play, cell, session]));
  return seen.size < plays.length;
}
