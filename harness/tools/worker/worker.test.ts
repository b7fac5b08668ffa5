import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepFiles } from '../../bench/sweep/testing/sweep-files.ts';
import { runCli } from '../../test-cli.ts';
import { REDIS_SERVER, RedisServer } from './testing/redis-server.ts';

const PLAN = {
  axes: { beta: [0, 0.3], policy: ['majority'], critic: ['max-softmax'], gate: ['plug-in'] },
  dataset: 60,
  sessions: 4,
};
const PASSWORD = 'correct-horse';

let root: string;
let server: RedisServer;
let queue: string;
const options = process.env.NODE_OPTIONS ?? '';
const at = (name: string) => join(root, name);
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-worker-'));
  writeFileSync(at('plan.json'), JSON.stringify(PLAN));
  // The processes that play cells read TypeScript as the command line does.
  process.env.NODE_OPTIONS = `${options} --import ${import.meta.resolve('tsx')}`;
  if (!REDIS_SERVER) return;
  server = await RedisServer.start(at('server'));
  const client = server.connect();
  await client.config('SET', 'requirepass', PASSWORD);
  client.disconnect();
  queue = `redis://:${PASSWORD}@127.0.0.1:${server.port}`;
});
afterAll(async () => {
  process.env.NODE_OPTIONS = options;
  await server?.kill();
  rmSync(root, { recursive: true, force: true });
});

const bench = (name: string, ...more: readonly string[]) =>
  runCli(name, '--plan', at('plan.json'), '--cache', at('cache'), ...more);
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

describe.skipIf(!REDIS_SERVER)(
  'bench worker (skipped where redis-server is not installed)',
  { timeout: 180_000 },
  () => {
    it('plays a sweep to the bytes of one that no queue dealt out, and tells nobody the password of the queue', async () => {
      expect((await bench('sweep', '--out', at('whole'))).status).toBe(0);
      const { status, text } = await bench('worker', '--queue', queue, '--out', at('cells'));
      expect([status, text]).toEqual([0, expect.stringContaining('All 2 cells have a result, 2 were played here.')]);
      expect((await runCli('merge', at('cells'), '--out', at('merged'))).status).toBe(0);
      expect(sweepFiles(at('merged'))).toEqual(sweepFiles(at('whole')));
      expect(text).not.toContain(PASSWORD);
      for (const path of filesIn(at('cells'))) expect(readFileSync(path, 'latin1'), path).not.toContain(PASSWORD);
    });

    it('started again plays what has no result, and nothing else', async () => {
      const [id = ''] = readdirSync(at('cells')).filter((name) => /^[0-9a-f]{12}$/.test(name));
      rmSync(at(`cells/${id}`), { recursive: true });
      const { status, text } = await bench('worker', '--timeout', '120', '--queue', queue, '--out', at('cells'));
      expect([status, text]).toEqual([0, expect.stringContaining('All 2 cells have a result, 1 was played here.')]);
      expect(text).toContain(`next: ${id}`);
    });

    it('says of a cell that fails why, and gives it up', async () => {
      writeFileSync(at('closed.json'), JSON.stringify({ ...PLAN, axes: { ...PLAN.axes, beta: [0] }, dataset: 4 }));
      const args = ['worker', '--queue', queue, '--no-cache', '--attempts', '1', '--out', at('few')];
      const { status, text } = await runCli(...args, '--plan', at('closed.json'));
      expect(status).toBe(3);
      expect(text).toMatch(/0 of 1 cells have a result.*These are dead:\n {2}[0-9a-f]{12}, seed 1, .*: \S/);
      expect(text).toMatch(/to see it fail: pnpm bench sweep --plan \S+closed\.json --shard 1\/1/);
    });

    it('refuses before the work what no worker could do', async () => {
      writeFileSync(at('unknown.json'), JSON.stringify({ axes: { policy: ['none-such'] } }));
      const refused = async (...args: string[]) => {
        const { status, text } = await runCli('worker', ...args);
        expect(status).toBe(2);
        return text;
      };
      const started = ['--queue', queue, '--out', at('none')];
      expect(await refused(...started, '--plan', at('unknown.json'))).toContain('--policy none-such');
      expect(await refused(...started, '--plan', at('no-plan.json'))).toContain('does not exist');
      expect(await refused('--queue', PASSWORD, '--plan', at('plan.json'), '--out', at('none'))).not.toContain(
        PASSWORD,
      );
      writeFileSync(at('plan.json'), JSON.stringify({ ...PLAN, sessions: 3 }));
      expect(await refused('--queue', queue, '--plan', at('plan.json'), '--out', at('cells'))).toMatch(
        /holds cells of another sweep \(.*sessions/,
      );
    });
  },
);
