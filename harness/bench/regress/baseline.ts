import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Metric } from '../../contract/metric.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { type RunFile, readRun } from '../../runner/open-run.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { type CellSums, type Ratio, RunSums } from '../compare/run-sums.ts';

/** What is kept of a run to judge later ones by: sums of every session, without traces. */
export interface Baseline {
  /** As `run.json` holds it. */
  readonly run: Pick<RunFile, 'fingerprint' | 'models'>;
  /** When the run began. */
  readonly startedAt: string;
  /** Episodes that crashed. */
  readonly crashed: number;
  readonly cells: readonly CellSums[];
}

const FORMAT = 'deskbench-baseline';
const VERSION = 1;
/** Digits of a digest that are kept: enough to see that one of a million sessions differs. */
const DIGEST_LENGTH = 10;

const numbers = z.array(z.number());
const schema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  startedAt: z.string(),
  crashed: z.int().nonnegative(),
  fingerprint: z.record(z.string(), z.unknown()),
  models: z.record(z.string(), z.unknown()),
  cells: z.array(
    z.strictObject({
      part: z.string(),
      cell: z.string(),
      arm: z.string(),
      noise: z.string(),
      /** Parts of the run, to which the episodes refer by place. */
      plays: z.array(z.string()),
      /** Play, session, digest; then queue, operator and case, where they are known. */
      episodes: z.array(z.tuple([z.int(), z.string(), z.string()]).rest(z.union([z.string(), z.number(), z.null()]))),
      /** Numerators, and denominators where not all are 1. */
      metrics: z.record(z.string(), z.strictObject({ n: numbers, d: numbers.optional() })),
    }),
  ),
});
type BaselineFile = z.infer<typeof schema>;

/** The sums of a run that has ended. Throws: `UsageError` where it has not, or kept no traces. */
export function baselineOf(folder: string, metrics: readonly Metric[]): Baseline {
  const run = readRun(folder);
  if (!run.finished) throw new UsageError(`${folder} holds a run that has not ended: go on with it first.`);
  const sums = new RunSums(metrics);
  const traces = openTraces(folder);
  let crashed = 0;
  try {
    for (const [at, row] of traces.rows.entries()) {
      if (row.forced !== null) continue;
      if (row.end === 'crashed') crashed++;
      else sums.add(row, traces.read(at).trace);
    }
  } finally {
    traces.close();
  }
  const [first] = run.attempts as readonly { startedAt?: string }[];
  return { run, startedAt: first?.startedAt ?? '', crashed, cells: sums.cells() };
}

/** The baseline as text: a line for each metric of a cell, so that a commit shows what moved. Ends in a line feed. */
export function baselineText({ run, startedAt, crashed, cells }: Baseline): string {
  const head = {
    format: FORMAT,
    version: VERSION,
    startedAt,
    crashed,
    fingerprint: run.fingerprint,
    models: run.models,
  };
  const body = cells.map((cell) => {
    const { plays, episodes, metrics } = packed(cell);
    const lines = Object.entries(metrics).map(([name, sums]) => `${JSON.stringify(name)}:${JSON.stringify(sums)}`);
    const { part, cell: id, arm, noise } = cell.of;
    const of = JSON.stringify({ part, cell: id, arm, noise, plays });
    return `${of.slice(0, -1)},\n"episodes":${JSON.stringify(episodes)},\n"metrics":{\n${lines.join(',\n')}\n}}`;
  });
  return `${JSON.stringify(head).slice(0, -1)},"cells":[\n${body.join(',\n')}\n]}\n`;
}

function packed({ episodes, sums }: CellSums): Pick<BaselineFile['cells'][number], 'plays' | 'episodes' | 'metrics'> {
  const plays = [...new Set(episodes.map(({ play }) => play))];
  const counted = [...sums].filter(([, all]) => all.some(({ denominator }) => denominator > 0));
  return {
    plays,
    episodes: episodes.map(({ play, session, digest, queue, operator, caseKey }) => {
      const more = [queue, operator, caseKey === session ? null : caseKey];
      while (more.length > 0 && more.at(-1) === null) more.pop();
      return [plays.indexOf(play), session, digest.slice(0, DIGEST_LENGTH), ...more];
    }),
    metrics: Object.fromEntries(
      counted.map(([name, all]) => {
        const n = all.map(({ numerator }) => numerator);
        const d = all.map(({ denominator }) => denominator);
        return [name, d.every((one) => one === 1) ? { n } : { n, d }];
      }),
    ),
  };
}

/** Reads a committed baseline. Throws: `UsageError` where the file is none, or one of another version. */
export function readBaseline(path: string): Baseline {
  const file = parseBaseline(path);
  const cells = file.cells.map(({ part, cell, arm, noise, plays, episodes, metrics }): CellSums => {
    const known = episodes.map(([play, session, digest, ...more]) => {
      const [queue = null, operator = null, caseKey = session] = more as [number?, (string | null)?, string?];
      return { play: plays[play] ?? '', session, digest, queue, operator, caseKey };
    });
    const sums = Object.entries(metrics).map(([name, { n, d }]): [string, Ratio[]] => {
      if (n.length !== known.length || (d && d.length !== n.length))
        throw new UsageError(`${path}: ${cell}: ${name} has not one sum for each episode: write the baseline again.`);
      return [name, n.map((numerator, at) => ({ numerator, denominator: d?.[at] ?? 1 }))];
    });
    return { of: { part, cell, arm, noise }, episodes: known, sums: new Map(sums) };
  });
  return {
    run: { fingerprint: file.fingerprint, models: file.models as RunFile['models'] },
    startedAt: file.startedAt,
    crashed: file.crashed,
    cells,
  };
}

function parseBaseline(path: string): BaselineFile {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new UsageError(`${path} is no baseline: write one with bench baseline update RUN --baseline ${path}.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${path}: ${issue?.path.map(String).join('.')}: ${issue?.message}: write the baseline again.`);
}
