import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { listTerminal, tableTerminal } from '../../../reports/figures/figures-terminal.ts';
import { plain, table, text } from '../../../reports/figures/table.ts';
import { countOf, formatCount } from '../../../reports/present/format-value.ts';
import { outputLook, print, printPainted } from '../../runner/output.ts';
import { REPOSITORY } from '../../runner/repository.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { sumOf } from '../../shared/numbers.ts';
import { displayPath } from '../report/report-figures.ts';
import { earlierRuns, estimateTime } from './estimate-time.ts';
import type { PlannedPart, PlannedPoint, RunPlan } from './run-plan.ts';

/** Prints what a run would play and how long that may take. Plays and writes nothing. */
export function printPlan(experiment: string, plan: RunPlan, out: string | undefined): void {
  const { loaded, parts, points, atMost = false, models, notes, like } = plan;
  const { catalog, sessions } = loaded.dataset;
  const look = outputLook();
  const episodes = sumOf(parts, (part) => part.episodes);
  print(
    `${experiment} would play ${atMost ? 'at most ' : ''}${countOf(episodes, 'episode')}. Nothing is played, and nothing written.`,
  );
  print(`Data: ${catalog.name}, ${countOf(sessions.length, 'session')}, ${loaded.source}.\n`);
  printPainted(tableTerminal(partTable(parts), look));
  printPainted(tableTerminal(pointTable(points), look));
  printPainted(listTerminal('Trained, where the cache does not have it', models, look));
  const parents = [join(REPOSITORY, 'reports/out'), ...(out === undefined ? [] : [dirname(resolve(out))])];
  const estimate = estimateTime(plan, earlierRuns(parents, `bench ${experiment}`, like));
  printPainted(listTerminal('Also', [...notes, ...standingNotes(out, episodes), estimate], look));
}

function partTable(parts: readonly PlannedPart[]) {
  const loops = new Set(parts.map(({ loop }) => loop)).size > 1;
  return table<PlannedPart>({
    id: 'parts',
    title: 'Sessions by part, and episodes',
    caption: 'An episode is one evaluation session in one cell.',
    columns: {
      population: text('population', 'population'),
      ...(loops && { loop: text<PlannedPart>('loop', 'loop') }),
      train: plain('train', 'count', 'train'),
      feedback: plain('feedback', 'count', 'feedback'),
      calibration: plain('calibration', 'count', 'calibration'),
      evaluation: plain('evaluation', 'count', 'evaluation'),
      episodes: plain('episodes', 'count', 'episodes'),
    },
    rows: parts,
  });
}

function pointTable(points: readonly PlannedPoint[]) {
  const cells = sumOf(points, ({ arms }) => arms.length);
  const loops = new Set(points.map(({ loop }) => loop)).size > 1;
  return table<PlannedPoint>({
    id: 'cells',
    title: `${countOf(cells, 'cell')} in each population`,
    caption: 'Each arm at each point is a cell.',
    columns: {
      ...(loops && { loop: text<PlannedPoint>('loop', 'loop') }),
      point: text('point', 'point'),
      arms: text('arms', ({ arms }) => arms.join(', ')),
    },
    rows: points,
  });
}

/** What stands in the run's folder already. */
function standingNotes(out: string | undefined, episodes: number): string[] {
  if (out === undefined || !existsSync(join(out, 'traces.jsonl.gz'))) return [];
  const traces = openTraces(out);
  const [done, crashed] = [false, true].map(
    (lost) => traces.rows.filter(({ end, forced }) => forced === null && (end === 'crashed') === lost).length,
  );
  traces.close();
  const again = crashed === 0 ? '' : `, and ${countOf(crashed!, 'episode')} that crashed`;
  return [`${displayPath(out)} holds ${formatCount(done!)} of ${countOf(episodes, 'episode')} already${again}.`];
}
