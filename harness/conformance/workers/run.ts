import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { print, printAside } from '../../runner/output.ts';
import { sumOf } from '../../shared/numbers.ts';
import { REDIS_SERVER, RedisServer } from '../../tools/worker/testing/redis-server.ts';
import { computeLoad } from './compute-load.ts';
import { type MergeCosts, mergeCosts } from './merge-costs.ts';
import { type Cost, type QueueCosts, queueCosts } from './queue-costs.ts';
import { timeWorkers, type WorkersTime } from './time-workers.ts';

/**
 * `pnpm workers [--rounds N]`: measures what two workers of a sweep, each confined to a core, gain over one (N rounds by
 * turns, 5), what a cell costs the queue's server, and what a merge costs; and computes from that what a thousand workers
 * would come to. Needs redis-server, bash and taskset. A benchmark, no test.
 */

/** Cells of equal size: they differ in one rate, and learn nothing from one another. */
const CELLS = 8;
const PLAN = {
  axes: {
    beta: Array.from({ length: CELLS }, (_, at) => at / 100),
    policy: ['markov'],
    critic: ['max-softmax'],
    gate: ['plug-in'],
  },
  dataset: 300,
};
const ASSUMED = { workers: 1_000, cells: 20_000, cellSeconds: 60, leaseSeconds: 30 };

const { argv } = process;
const rounds = argv.includes('--rounds') ? Number(argv[argv.indexOf('--rounds') + 1]) : 5;
if (REDIS_SERVER === null) {
  printAside('Workers cannot be measured: install redis-server or valkey-server.');
  process.exit(3);
}
const folder = mkdtempSync(join(tmpdir(), 'deskbench-workers-'));
const server = await RedisServer.start(join(folder, 'server'));
try {
  const queue = await queueCosts(server);
  const merge = mergeCosts(folder);
  const gain = await twoWorkers();
  print([...gain, '', ...measured(queue, merge), '', ...computed(queue, merge)].join('\n'));
} finally {
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** Rounds of one worker and of two by turns, and what comes of them. */
async function twoWorkers(): Promise<string[]> {
  const plan = join(folder, 'plan.json');
  writeFileSync(plan, JSON.stringify(PLAN));
  const sweep = { server, plan, folder };
  // The first trains the models.
  await timeWorkers('first', [0, 1], sweep);
  const pairs: { one: WorkersTime; two: WorkersTime }[] = [];
  const loads: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const one = await timeWorkers(`one-${round}`, [0], sweep);
    const two = await timeWorkers(`two-${round}`, [0, 1], sweep);
    pairs.push({ one, two });
    loads.push(loadavg()[0] ?? Number.NaN);
    printAside(`round ${round}, load ${loads.at(-1)?.toFixed(1)}: one ${inWords(one)}; two ${inWords(two)}`);
  }
  const byTime = pairs.map(({ one, two }) => one.seconds / two.seconds);
  const byProcessor = pairs.map(({ one, two }) => (2 * cpuOf(one)) / cpuOf(two));
  return [
    `Two workers over one, ${CELLS} cells of equal size, ${rounds} rounds; load of the machine ${range(loads)}:`,
    '',
    '| | median | least | most |',
    '|---|---|---|---|',
    spread('by the clock', byTime, '×'),
    spread('by processor time, had each a core to itself', byProcessor, '×'),
    spread(
      'clock of one worker',
      pairs.map(({ one }) => one.seconds),
      ' s',
    ),
    spread(
      'clock of two',
      pairs.map(({ two }) => two.seconds),
      ' s',
    ),
  ];
}

function measured({ submitted, memoryBytes, performed, renewed, idleSecond }: QueueCosts, merge: MergeCosts): string[] {
  const row = (what: string, { commands, cpuMs, bytes }: Cost) =>
    `| ${what} | ${commands.toFixed(1)} | ${cpuMs.toFixed(3)} ms | ${Math.round(bytes)} B |`;
  return [
    'Measured on the server of the queue:',
    '',
    '| | commands | processor time | bytes in and out |',
    '|---|---|---|---|',
    row('a cell submitted', submitted),
    row('a cell taken and ended', performed),
    row('a lease renewed', renewed),
    row('a worker without a cell, a second', idleSecond),
    '',
    `A cell that waits takes ${Math.round(memoryBytes)} B of memory there.`,
    `A merge takes ${merge.cpuMs.toFixed(1)} ms of processor time for each cell of ${merge.episodes} episodes`,
    `(${inBytes(merge.bytes)} on disk).`,
  ];
}

function computed(queue: QueueCosts, merge: MergeCosts): string[] {
  const { workers, cells, cellSeconds, leaseSeconds } = ASSUMED;
  const load = computeLoad(ASSUMED, queue, merge);
  return [
    `Computed from that, not measured: ${workers} workers, ${cells} cells of ${cellSeconds} s, leases of ${leaseSeconds} s:`,
    '',
    '| | computed |',
    '|---|---|',
    `| submitting all cells, once | ${load.submitSeconds.toFixed(1)} s, ${inBytes(load.queueBytes)} of memory |`,
    `| commands of the queue | ${Math.round(load.commandsPerSecond)} a second, ${inBytes(load.bytesPerSecond)} a second |`,
    `| one core of the server, while all play | ${percent(load.serverShare)} |`,
    `| the same, while nearly all wait for the last cells | ${percent(load.idleServerShare)} |`,
    `| play | ${(load.playSeconds / 60).toFixed(0)} min; one worker ${((cells * cellSeconds) / 86_400).toFixed(1)} days |`,
    `| results on disk | ${inBytes(load.resultBytes)} |`,
    `| merge, one core | ${(load.mergeSeconds / 60).toFixed(1)} min |`,
  ];
}

function inWords(time: WorkersTime): string {
  return `${time.seconds.toFixed(1)} s by the clock, ${cpuOf(time).toFixed(1)} s of processor`;
}

function cpuOf({ cpuSeconds }: WorkersTime): number {
  return sumOf(cpuSeconds, Number);
}

function spread(what: string, values: readonly number[], unit: string): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  return `| ${what} | ${[at(0.5), at(0), at(1)].map((value) => `${value.toFixed(2)}${unit}`).join(' | ')} |`;
}

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function inBytes(bytes: number): string {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
