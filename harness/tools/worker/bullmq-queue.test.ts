import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { openBullmqQueue, type QueueOptions } from './bullmq-queue.ts';
import type { JobQueue, Work } from './job-queue.ts';
import { REDIS_SERVER, RedisServer, until } from './testing/redis-server.ts';

const LEASE_MS = 400;
const JOBS = ['a', 'b', 'c', 'd', '123456789012'];
const forever = new AbortController().signal;

let root: string;
let server: RedisServer;
let queues = 0;
let open: JobQueue[] = [];
const said: string[] = [];
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-queue-'));
  if (REDIS_SERVER) server = await RedisServer.start(join(root, 'server'));
});
afterAll(async () => {
  await server?.kill();
  rmSync(root, { recursive: true, force: true });
});
afterEach(() => {
  for (const queue of open) queue.close();
  open = [];
});

/** Connections of so many workers to a new queue. */
async function queuesFor(workers: number, more: Partial<QueueOptions> = {}): Promise<JobQueue[]> {
  const name = `test-${++queues}`;
  const options = { url: server.url, name, leaseMs: LEASE_MS, attempts: 3, backOffMs: 50, idleMs: 50, ...more };
  const opened = await Promise.all(
    Array.from({ length: workers }, () => openBullmqQueue({ ...options, say: (text) => said.push(text) })),
  );
  open.push(...opened);
  return opened;
}

/** Work that counts what it performs, and ends when all jobs are performed or dead. */
function counting(queue: JobQueue, done: string[], more: Partial<Work> = {}): Work {
  return {
    perform: async (id) => void done.push(id),
    isOver: async () => {
      const dead = await queue.dead();
      const left = JOBS.filter((id) => !done.includes(id) && !dead.has(id));
      await queue.submit(left);
      return left.length === 0;
    },
    stop: forever,
    ...more,
  };
}

describe.skipIf(!REDIS_SERVER)('a queue on Redis (skipped where redis-server is not installed)', () => {
  it('gives each job to one of several workers, however many of them submit it', async () => {
    const workers = await queuesFor(3);
    await Promise.all(workers.map((queue) => queue.submit(JOBS)));
    const done: string[] = [];
    await Promise.all(workers.map((queue) => queue.work(counting(queue, done))));
    expect(done.toSorted()).toEqual(JOBS.toSorted());
  });

  it('tries a job again that failed, later each time, and says of a dead one why', async () => {
    const [queue] = (await queuesFor(1)) as [JobQueue];
    await queue.submit(JOBS);
    const done: string[] = [];
    const triedAtMs: number[] = [];
    const perform = async (id: string) => {
      if (id === 'c') triedAtMs.push(wallClockMs());
      if (id === 'c') throw new Error(`no luck ${triedAtMs.length}`);
      done.push(id);
    };
    await queue.work(counting(queue, done, { perform }));
    expect(await queue.dead()).toEqual(new Map([['c', 'no luck 3']]));
    const [first = 0, second = 0, third = 0] = triedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(50);
    expect(third - second).toBeGreaterThanOrEqual(100);
    await queue.submit(['c']);
    await queue.work(counting(queue, done, { perform }));
    expect(triedAtMs).toHaveLength(3);
    await queue.forgetDead();
    await queue.work(counting(queue, done));
    expect(done.toSorted()).toEqual(JOBS.toSorted());
  });

  it('gets the job back at once of a worker that stops, and counts no attempt', async () => {
    const [leaving, staying] = (await queuesFor(2, { leaseMs: 60_000, attempts: 1 })) as [JobQueue, JobQueue];
    await leaving.submit(JOBS);
    const stop = new AbortController();
    const perform = () => new Promise<void>((_, reject) => stop.signal.addEventListener('abort', reject));
    const working = leaving.work({ perform, isOver: async () => false, stop: stop.signal });
    await sleep(50);
    stop.abort();
    await working;
    const done: string[] = [];
    await staying.work(counting(staying, done));
    expect(done.toSorted()).toEqual(JOBS.toSorted());
  });

  it('gives the job of a worker that is gone to another, once its lease has run out', async () => {
    const [gone, staying] = (await queuesFor(2)) as [JobQueue, JobQueue];
    await gone.submit(JOBS);
    const held: string[] = [];
    const hold = (id: string) => new Promise<void>(() => held.push(id));
    void gone.work({ perform: hold, isOver: async () => false, stop: forever });
    await until('job held', () => held.length === 1);
    gone.close();
    const done: string[] = [];
    await staying.work(counting(staying, done));
    expect(done.toSorted()).toEqual(JOBS.toSorted());
    expect(done.at(-1)).toBe(held[0]);
  });

  it('keeps the job of a worker that lives, however long it takes', async () => {
    const [slow, idle] = (await queuesFor(2)) as [JobQueue, JobQueue];
    await slow.submit(['a']);
    const done: string[] = [];
    const perform = async (id: string) => {
      await sleep(4 * LEASE_MS);
      done.push(id);
    };
    const isOver = async () => done.length > 0;
    await Promise.all([
      slow.work({ perform, isOver, stop: forever }),
      sleep(50).then(() => idle.work({ perform, isOver, stop: forever })),
    ]);
    expect(done).toEqual(['a']);
  });
});
