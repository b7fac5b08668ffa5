import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeManyShards } from '../../bench/sweep/testing/many-shards.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { sumOf } from '../../shared/numbers.ts';
import { startCli } from '../../test-cli.ts';

export interface MergeCosts {
  /** Processor time of a merge for each cell. */
  readonly cpuMs: number;
  /** Processor time of a merge of no cells. */
  readonly fixedCpuMs: number;
  /** Of a cell's folder. */
  readonly bytes: number;
  /** Episodes of a cell. */
  readonly episodes: number;
}

const FEW = 50;
const MANY = 350;
const PLAN = { axes: { policy: ['markov'], critic: ['max-softmax'], gate: ['plug-in'] }, dataset: 120, sessions: 50 };

/** Measures merges of cells that were played once and copied. */
export function mergeCosts(folder: string): MergeCosts {
  const at = (name: string) => join(folder, name);
  writeFileSync(at('merge.json'), JSON.stringify(PLAN));
  run('sweep', '--plan', at('merge.json'), '--shard', '1/1', '--no-cache', '--out', at('one'));
  const [few = Number.NaN, many = Number.NaN] = [FEW, MANY].map((cells) => {
    writeManyShards(at('one'), at(`cells-${cells}`), cells);
    const before = childrenCpuMs();
    run('merge', at(`cells-${cells}`), '--out', at(`merged-${cells}`));
    return childrenCpuMs() - before;
  });
  const traces = openTraces(at('one'));
  const episodes = traces.rows.length;
  traces.close();
  const cpuMs = (many - few) / (MANY - FEW);
  return { cpuMs, fixedCpuMs: few - FEW * cpuMs, bytes: bytesOf(at('one')), episodes };
}

function run(...args: string[]): void {
  const { status, text } = startCli(...args);
  if (status !== 0) throw new Error(text);
}

/** Processor time of all processes that this one has started and that have ended. */
function childrenCpuMs(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // The 16th and 17th field, in ticks; the second may hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}

const TICK_MS = 10;

const bytesOf = (folder: string): number => sumOf(readdirSync(folder), (name) => statSync(join(folder, name)).size);
