import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { openBullmqQueue } from '../../tools/worker/bullmq-queue.ts';
import type { JobQueue } from '../../tools/worker/job-queue.ts';
import type { RedisServer } from '../../tools/worker/testing/redis-server.ts';

/** What something costs the server of a queue. */
export interface Cost {
  /** Commands that it was sent, those within its scripts included. */
  readonly commands: number;
  /** Its processor time. */
  readonly cpuMs: number;
  /** In and out. */
  readonly bytes: number;
}

export interface QueueCosts {
  readonly submitted: Cost;
  /** Memory of a cell that waits, in bytes. */
  readonly memoryBytes: number;
  /** Taking a cell and saying that it has its result. */
  readonly performed: Cost;
  /** One renewal of a lease, with its part of the look for workers that are gone. */
  readonly renewed: Cost;
  /** A worker without a cell, a second. */
  readonly idleSecond: Cost;
}

const SUBMITTED = 10_000;
const PERFORMED = 3_000;
const HOLDERS = 20;
const RENEWING_MS = 10_000;
/** BullMQ renews twice in the time of a lease. */
const SHORT_LEASE_MS = 1_000;
const IDLE_MS = 10_000;

/** Measures on a server that does nothing else. */
export async function queueCosts(server: RedisServer): Promise<QueueCosts> {
  const client = server.connect();
  const open = (name: string, leaseMs: number) =>
    openBullmqQueue({ url: server.url, name, leaseMs, attempts: 3, backOffMs: 1000, say: () => undefined });
  const queue = await open('costs', 30_000);
  const memoryBefore = await numberIn(client, 'memory', 'used_memory');
  const ids = Array.from({ length: SUBMITTED }, (_, at) => at.toString(16).padStart(12, 'c'));
  const submitted = await costOf(client, SUBMITTED, () => queue.submit(ids));
  const memoryBytes = ((await numberIn(client, 'memory', 'used_memory')) - memoryBefore) / SUBMITTED;
  let left = PERFORMED;
  const performed = await costOf(client, PERFORMED, () =>
    workUntil(
      queue,
      async () => void left--,
      () => left <= 0,
    ),
  );
  queue.close();
  const holding = await hold(open, 'renewed', HOLDERS, client, RENEWING_MS, RENEWING_MS / (SHORT_LEASE_MS / 2));
  const idle = await hold(open, 'idle', 0, client, IDLE_MS, IDLE_MS / 1000);
  client.disconnect();
  return { submitted, memoryBytes, performed, renewed: holding, idleSecond: idle };
}

/** Workers that hold a cell each, or have none: what a worker costs in that time, by `times`. */
async function hold(
  open: (name: string, leaseMs: number) => Promise<JobQueue>,
  name: string,
  cells: number,
  client: Redis,
  forMs: number,
  times: number,
): Promise<Cost> {
  const workers = await Promise.all(
    Array.from({ length: HOLDERS }, () => open(name, cells > 0 ? SHORT_LEASE_MS : 30_000)),
  );
  await workers[0]?.submit(Array.from({ length: cells }, (_, at) => `cell${at}`));
  const stop = new AbortController();
  setMaxListeners(2 * HOLDERS, stop.signal);
  const perform = () => new Promise<void>((_, reject) => stop.signal.addEventListener('abort', reject));
  const isOver = async () => {
    await workers[0]?.dead();
    await workers[0]?.submit([]);
    return false;
  };
  const working = workers.map((queue) => queue.work({ perform, isOver, stop: stop.signal }));
  await sleep(SETTLING_MS);
  const cost = await costOf(client, HOLDERS * times, () => sleep(forMs));
  stop.abort();
  await Promise.all(working);
  for (const queue of workers) queue.close();
  return cost;
}

/** Until every worker has its cell. */
const SETTLING_MS = 3_000;

async function workUntil(
  queue: JobQueue,
  perform: (id: string) => Promise<void>,
  isOver: () => boolean,
): Promise<void> {
  const stop = new AbortController();
  await queue.work({
    perform: async (id) => {
      await perform(id);
      if (isOver()) setImmediate(() => stop.abort());
    },
    isOver: async () => isOver(),
    stop: stop.signal,
  });
}

/** What one of so many costs, over all that the work does. */
async function costOf(client: Redis, count: number, work: () => Promise<void>): Promise<Cost> {
  const before = await totals(client);
  await work();
  const after = await totals(client);
  return {
    commands: (after.commands - before.commands) / count,
    cpuMs: (after.cpuMs - before.cpuMs) / count,
    bytes: (after.bytes - before.bytes) / count,
  };
}

async function totals(client: Redis): Promise<Cost> {
  return {
    commands: await numberIn(client, 'stats', 'total_commands_processed'),
    cpuMs: 1000 * ((await numberIn(client, 'cpu', 'used_cpu_user')) + (await numberIn(client, 'cpu', 'used_cpu_sys'))),
    bytes:
      (await numberIn(client, 'stats', 'total_net_input_bytes')) +
      (await numberIn(client, 'stats', 'total_net_output_bytes')),
  };
}

async function numberIn(client: Redis, section: string, name: string): Promise<number> {
  const info = await client.info(section);
  return Number(new RegExp(`^${name}:([\\d.]+)`, 'm').exec(info)?.[1]);
}
