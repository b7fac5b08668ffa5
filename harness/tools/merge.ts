import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { figuresTerminal } from '../../reports/figures/figures-terminal.ts';
import type { Figures } from '../../reports/figures/schema.ts';
import { writeFigures } from '../../reports/figures/write-figures.ts';
import { discover } from '../bench/models/discover.ts';
import { displayPath } from '../bench/report/report-figures.ts';
import { type Comparison, comparisonsOf, partOf, type Shard, type Sweep } from '../bench/sweep/plan.ts';
import { SweepSums, sweepFigures } from '../bench/sweep/sweep-figures.ts';
import type { Metric } from '../contract/metric.ts';
import { EXIT, UsageError } from '../runner/exit-code.ts';
import { type Fingerprint, fingerprintDifferences } from '../runner/fingerprint.ts';
import { checkRunFolder, openRun, type RunFile, readRun } from '../runner/open-run.ts';
import { outputLook, printPainted } from '../runner/output.ts';
import { keepEpisode } from '../runner/record-episodes.ts';
import { openTraces, type StoredTraces } from '../runner/traces/read-traces.ts';
import { readFigures } from './report.ts';

/** One shard of a sweep. */
interface PlayedShard {
  readonly folder: string;
  readonly run: RunFile;
  readonly fingerprint: Fingerprint;
  readonly shard: Shard;
}

/** `bench merge`: brings the shards of a sweep together. The run that it writes has the bytes of one that was never sharded. */
export async function merge(folders: readonly string[], { out }: { readonly out: string }): Promise<void> {
  const shards = folders.flatMap(shardsIn).map(readShard);
  const sweep = checkShards(shards);
  const metrics = await discover<Metric>('reports/metrics', 'metric');
  const fingerprint = { ...shards[0]!.fingerprint, settings: { ...shards[0]!.fingerprint.settings, shard: null } };
  checkRunFolder(out, fingerprint);
  const about = aboutAll(shards);
  checkTraces(comparisonsOf(sweep), shards);
  const run = openRun(out, { fingerprint, record: { startedAt: startOf(shards), merged: folders.map(displayPath) } });
  try {
    run.deploysAll(shards.flatMap((shard) => Object.entries(shard.run.models)));
    const sums = new SweepSums(metrics);
    for (const { play, at, traces } of inOrderOfPlan(comparisonsOf(sweep), shards)) {
      const episode = traces.read(at);
      keepEpisode(run.store, episode);
      sums.add(play, episode.about.arm, episode.trace);
    }
    const figures: Figures = { ...about, ...sweepFigures(sweep, sums, metrics), complete: sums.crashed() === 0 };
    mkdirSync(out, { recursive: true });
    const files = await writeFigures(out, figures);
    run.finish(figures.complete);
    printPainted(figuresTerminal(figures, { ...outputLook(), files: files.map(displayPath) }));
    process.exitCode = figures.complete ? EXIT.good : EXIT.incomplete;
  } catch (error) {
    run.close();
    throw error;
  }
}

/** A folder that holds no run may hold those of all shards, as workers leave them. */
function shardsIn(folder: string): string[] {
  if (!existsSync(folder) || existsSync(join(folder, 'run.json'))) return [folder];
  const inside = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, 'run.json')));
  return inside.length > 0 ? inside : [folder];
}

function readShard(folder: string): PlayedShard {
  const run = readRun(folder);
  const fingerprint = run.fingerprint as Fingerprint;
  const shard = fingerprint.settings?.shard as Shard | null | undefined;
  if (fingerprint.command !== 'bench sweep' || !shard)
    throw new UsageError(`${folder} is no shard of a sweep: bench sweep --shard 1/2 makes one.`);
  if (!run.finished) throw new UsageError(`${folder} has not ended: go on with it first, by the same command.`);
  return { folder, run, fingerprint, shard };
}

/** What was swept. Throws: `UsageError` where the shards are not all of one sweep, on the same data, code and settings. */
function checkShards(shards: readonly PlayedShard[]): Sweep {
  const [first, ...others] = shards;
  if (!first) throw new UsageError('Name the folders of all shards.');
  const { count } = first.shard;
  for (const { folder, fingerprint, shard } of others) {
    const same = {
      ...fingerprint,
      settings: { ...fingerprint.settings, shard: first.fingerprint.settings.shard ?? null },
    };
    const different = fingerprintDifferences(first.fingerprint, same);
    if (shard.count !== count) different.unshift(`${shard.count} shards there, ${count} here`);
    if (different.length > 0)
      throw new UsageError(`${folder} is of another sweep than ${first.folder}: ${different.join('; ')}.`);
  }
  for (let index = 1; index <= count; index++) {
    const own = shards.filter(({ shard }) => shard.index === index).map(({ folder }) => folder);
    if (own.length === 0) throw new UsageError(`Shard ${index} of ${count} is missing: name its folder, too.`);
    if (own.length > 1)
      throw new UsageError(`Shard ${index} of ${count} is there twice: ${own.join(', ')}. Name one of them.`);
  }
  return first.fingerprint.settings.plan as unknown as Sweep;
}

/** Shards whose traces are open at a time: there may be more of them than a process may have files. */
const MOST_OPEN = 64;

/** The folder that holds each comparison. */
function foldersOf(all: readonly Comparison[], shards: readonly PlayedShard[]): Map<string, string> {
  const folders = new Map(shards.map(({ folder, shard }) => [shard.index, folder]));
  const count = shards[0]?.shard.count ?? 1;
  const order = all.map(({ id }) => id).sort();
  return new Map(order.map((id, at) => [id, folders.get((at % count) + 1) ?? '']));
}

/** Throws: `UsageError` where the traces of a shard cannot be read, or lack a comparison. Nothing is written before. */
function checkTraces(all: readonly Comparison[], shards: readonly PlayedShard[]): void {
  const folderOf = foldersOf(all, shards);
  for (const { folder } of shards) {
    const { traces, places } = openShard(folder);
    traces.close();
    const missing = all.find((one) => folderOf.get(one.id) === folder && !places.has(partOf(one)));
    if (missing)
      throw new UsageError(
        `Comparison ${missing.id} is not in ${folder}, which should have it: play that shard again.`,
      );
  }
}

/** Every episode of every shard, in the order in which one run would have played them. */
function* inOrderOfPlan(all: readonly Comparison[], shards: readonly PlayedShard[]) {
  const folderOf = foldersOf(all, shards);
  const opened = new Map<string, OpenShard>();
  try {
    for (const { id } of all) {
      const folder = folderOf.get(id) ?? '';
      const shard = opened.get(folder) ?? openShard(folder);
      opened.set(folder, shard);
      const [oldest, first] = [...opened][0]!;
      if (opened.size > MOST_OPEN) {
        first.traces.close();
        opened.delete(oldest);
      }
      const play = partOf({ id });
      for (const at of shard.places.get(play) ?? []) yield { play, at, traces: shard.traces };
    }
  } finally {
    for (const { traces } of opened.values()) traces.close();
  }
}

interface OpenShard {
  readonly traces: StoredTraces;
  /** Positions of the episodes of each comparison. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

function openShard(folder: string): OpenShard {
  const traces = openTraces(folder);
  const places = new Map<string, number[]>();
  for (const [at, { play }] of traces.rows.entries()) {
    const part = play.split(',')[0]!;
    const known = places.get(part);
    if (known) known.push(at);
    else places.set(part, [at]);
  }
  return { traces, places };
}

const startOf = (shards: readonly PlayedShard[]): string =>
  shards
    .flatMap(({ run }) => (run.attempts as readonly { startedAt?: string }[]).map(({ startedAt = '' }) => startedAt))
    .sort()[0] ?? '';

/** What the document of the whole sweep says of its data and its run. Throws: `UsageError` where a shard has no document. */
function aboutAll(shards: readonly PlayedShard[]): Figures {
  const each = shards.map(({ folder }) => readFigures(folder));
  const [first] = each as [Figures, ...Figures[]];
  const all = comparisonsOf(shards[0]!.fingerprint.settings.plan as unknown as Sweep).length;
  return {
    ...first,
    split: `${all} of ${all} comparisons, each with sessions dealt by its seed.`,
    run: {
      ...first.run,
      durationMs: each.reduce((sum, { run }) => sum + run.durationMs, 0),
      startedAt: startOf(shards),
    },
  };
}
