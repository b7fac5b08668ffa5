import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBullmqQueue } from './bullmq-queue.ts';
import { REDIS_SERVER, RedisServer } from './testing/redis-server.ts';

const JOBS = ['a', 'b', 'c', 'd', 'e', 'f'];
let root: string;
let server: RedisServer;
let said: string[];
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-queue-server-'));
  said = [];
  if (REDIS_SERVER) server = await RedisServer.start(join(root, 'server'));
});
afterEach(async () => {
  await server?.kill();
  rmSync(root, { recursive: true, force: true });
});

const queueAt = (url: string) =>
  openBullmqQueue({
    ...{ url, name: 'test', leaseMs: 500, attempts: 3, backOffMs: 50, idleMs: 50 },
    say: (text) => said.push(text),
  });

describe.skipIf(!REDIS_SERVER)('the server of a queue (skipped where redis-server is not installed)', () => {
  it.each([
    ['with its data', false],
    ['without its data', true],
  ])('may be killed and come back %s: every job is performed', async (_, losesData) => {
    const queue = await queueAt(server.url);
    await queue.submit(JOBS);
    const done = new Set<string>();
    const working = queue.work({
      perform: async (id) => {
        if (id === 'c' && !done.has(id)) {
          await server.kill();
          if (losesData) rmSync(join(root, 'server'), { recursive: true });
          await sleep(100);
          await server.begin();
        }
        done.add(id);
      },
      isOver: async () => {
        const left = JOBS.filter((id) => !done.has(id));
        await queue.submit(left);
        return left.length === 0;
      },
      stop: new AbortController().signal,
    });
    await working;
    queue.close();
    expect([...done].sort()).toEqual(JOBS);
    expect(said[0]).toMatch(/^The queue at redis:\/\/127\.0\.0\.1:\d+ is away/);
    expect(said[1]).toMatch(/ is back\.$/);
    expect(said.slice(2)).toEqual([]);
  });

  it('may begin a little later than its workers', async () => {
    await server.kill();
    const opening = queueAt(server.url);
    await sleep(400);
    await server.begin();
    const queue = await opening;
    await queue.submit(JOBS);
    expect(await queue.dead()).toEqual(new Map());
    queue.close();
    expect(said).toEqual([]);
  });

  it('that does not answer, or refuses the password, is told in a sentence that holds no password', async () => {
    const { port } = server;
    const client = server.connect();
    await client.config('SET', 'requirepass', 'right-secret');
    client.disconnect();
    for (const secret of ['wrong-secret', 'user:wrong-secret']) {
      const refused = queueAt(`redis://${secret.includes(':') ? secret : `:${secret}`}@127.0.0.1:${port}`);
      await expect(refused).rejects.toThrow(/^--queue redis:\/\/127\.0\.0\.1:\d+ does not answer \(WRONGPASS/);
      await expect(refused).rejects.not.toThrow('secret');
    }
    await expect(queueAt(server.url)).rejects.toThrow('NOAUTH');
    await server.kill();
    await expect(queueAt(server.url)).rejects.toThrow(/ECONNREFUSED.*: start Redis or Valkey there/);
  });
});
