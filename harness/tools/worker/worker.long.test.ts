import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sweepFiles } from '../../bench/sweep/testing/sweep-files.ts';
import { createRng } from '../../shared/streams.ts';
import { startCli } from '../../test-cli.ts';
import { REDIS_SERVER, RedisServer, until } from './testing/redis-server.ts';
import { StartedWorker } from './testing/started-worker.ts';

const PLAN = {
  axes: {
    beta: [0, 0.3],
    policy: ['majority', 'markov', 'ngram'],
    critic: ['max-softmax'],
    gate: ['plug-in'],
    seed: ['1', '2'],
  },
  dataset: 120,
  sessions: 8,
};
const CELLS = 12;
const WORKERS = 3;
const KILLS = 14;

let root: string;
let server: RedisServer;
const at = (name: string) => join(root, name);
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-workers-'));
  writeFileSync(at('plan.json'), JSON.stringify(PLAN));
  expect(startCli('sweep', '--plan', at('plan.json'), '--cache', at('cache'), '--out', at('whole')).status).toBe(0);
});
let workers: StartedWorker[] = [];
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
  await server?.kill();
  workers = [];
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function startWorker(out: string, ...more: readonly string[]): StartedWorker {
  const worker = new StartedWorker({
    ...{ queue: server.url, plan: at('plan.json'), out: at(out) },
    more: ['--cache', at('cache'), '--lease', '2', '--back-off', '1', ...more],
  });
  workers.push(worker);
  return worker;
}

/** Holds what is left of a sweep against one that no queue dealt out. */
function expectWhole(cells: string): void {
  const merged = `${cells}-merged`;
  const { status, text } = startCli('merge', at(cells), '--out', at(merged));
  expect([status, text]).toEqual([0, expect.anything()]);
  expect(sweepFiles(at(merged))).toEqual(sweepFiles(at('whole')));
  expect(readdirSync(at(cells))).toHaveLength(CELLS + 1);
  expect(existsSync(at(`${cells}/.attempts`))).toBe(false);
}

/** Shows what a worker has said where it ended otherwise. */
async function expectEnd(worker: StartedWorker, code: number): Promise<void> {
  expect([await worker.ended, worker.said]).toEqual([code, expect.anything()]);
}

/** Processes that still have to do with a folder. */
const processesOf = (folder: string) => spawnSync('pgrep', ['-f', at(folder)], { encoding: 'utf8' }).stdout;

describe.skipIf(!REDIS_SERVER)('workers (skipped where redis-server is not installed)', () => {
  it('killed in mid-cell again and again, and their server too, with its data and without, play every cell once', async () => {
    server = await RedisServer.start(at('server'));
    const rng = createRng('test', 'kills of workers');
    for (let worker = 0; worker < WORKERS; worker++) startWorker('killed');
    for (let kill = 1; kill <= KILLS; kill++) {
      const playing = () => workers.filter((worker) => worker.isPlaying());
      await until('worker in mid-cell', () => playing().length > 0, 120_000);
      await sleep(rng.next() * 1_500);
      const victims = playing();
      const victim = victims[Math.floor(rng.next() * victims.length)];
      // It has just finished its cell.
      if (!victim) {
        kill--;
        continue;
      }
      await victim.kill('SIGKILL');
      workers = workers.filter((worker) => worker !== victim);
      if (kill === 5 || kill === 10) {
        await server.kill();
        if (kill === 10) rmSync(at('server'), { recursive: true });
        await sleep(500);
        await server.begin();
      }
      startWorker('killed');
    }
    for (const worker of workers) await expectEnd(worker, 0);
    expectWhole('killed');
    await until('end of all that played', () => processesOf('killed') === '');
  });

  it('told to stop give their cell back at once, and others go on', async () => {
    server = await RedisServer.start(at('server-2'));
    const first = startWorker('stopped', '--lease', '600', '--attempts', '1');
    await until('worker in mid-cell', () => first.isPlaying(), 120_000);
    expect(await first.kill('SIGTERM')).toBe(143);
    expect(first.said).toContain('The cell at hand goes back to the queue.');
    expect(readdirSync(at('stopped/.attempts'))).toEqual([]);
    expect(processesOf('stopped')).toBe('');
    const second = startWorker('stopped', '--lease', '600', '--attempts', '1');
    await expectEnd(second, 0);
    expectWhole('stopped');
  });

  it('leave where cell after cell fails on their machine, and use up no attempt of the others', async () => {
    server = await RedisServer.start(at('server-3'));
    // A file where attempts are to be made.
    const bad = startWorker('left', '--attempts', '2');
    await until('folder of cells', () => existsSync(at('left/sweep.json')));
    writeFileSync(at('left/.attempts'), '');
    await expectEnd(bad, 3);
    expect(bad.said).toContain('Three cells failed here one after the other');
    rmSync(at('left/.attempts'));
    await expectEnd(startWorker('left', '--attempts', '2'), 0);
    expectWhole('left');
  });
});
