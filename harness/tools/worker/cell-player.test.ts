import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { comparisonsOf, parseSweep } from '../../bench/sweep/plan.ts';
import { type CapturedOutput, captureOutput } from '../../capture-output.ts';
import { EXIT } from '../../runner/exit-code.ts';
import { CellFolder, type SweepFingerprint } from './cell-folder.ts';
import { CellPlayer, shardOption } from './cell-player.ts';
import { runBench } from './play-cell.ts';
import { QueueInMemory } from './testing/queue-in-memory.ts';
import { type WorkerOptions, worker } from './worker.ts';

vi.mock('./play-cell.ts');
vi.mock('../../bench/code-hashes.ts', () => ({ codeHashes: () => ({ sweep: 'abc' }) }));
vi.mock('../../bench/models/recipes.ts');
let queue: QueueInMemory;
const terms: unknown[] = [];
vi.mock('./bullmq-queue.ts', () => ({
  openBullmqQueue: async (options: unknown) => {
    terms.push(options);
    return queue;
  },
}));

const PLAN = {
  axes: { beta: [0, 0.1, 0.2, 0.3, 0.4], policy: ['majority'], critic: ['max-softmax'], gate: ['plug-in'] },
};
const all = comparisonsOf(parseSweep(JSON.stringify(PLAN), 'plan'));
const ids = all.map(({ id }) => id);
const FINGERPRINT: SweepFingerprint = {
  ...{ command: 'bench sweep', settings: { plan: 'p', shard: null }, seed: '1' },
  ...{ code: { policies: 'abc' }, versions: { node: '20' } },
};

let root: string;
let cells: CellFolder;
let output: CapturedOutput;
const stop = () => new AbortController();
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-player-'));
  cells = new CellFolder(join(root, 'cells'), FINGERPRINT);
  queue = new QueueInMemory();
  output = captureOutput();
  vi.mocked(runBench).mockReset();
});
afterEach(() => {
  output.end();
  process.exitCode = undefined;
  rmSync(root, { recursive: true, force: true });
});

const optionOf = (args: readonly string[], name: string) => args[args.indexOf(name) + 1] as string;
const idOf = (args: readonly string[]) => ids.find((id) => shardOption(all, id) === optionOf(args, '--shard'))!;

/** Writes a finished run of this fingerprint where the command line says. */
function leaveRun(args: readonly string[], fingerprint: object): void {
  const path = optionOf(args, '--out');
  const [index, count] = optionOf(args, '--shard').split('/').map(Number);
  const { settings } = fingerprint as SweepFingerprint;
  const own = { datasetHash: 'd', ...fingerprint, settings: { ...settings, shard: { index, count } } };
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'run.json'), JSON.stringify({ fingerprint: own, models: {}, finished: true, attempts: [] }));
}
const succeed = async (args: readonly string[]) => leaveRun(args, FINGERPRINT);
const player = (controller = stop()) =>
  new CellPlayer({
    ...{ options: ['--seed', '1'], all, fingerprint: FINGERPRINT, cells, queue, stop: controller.signal },
  });

describe('who plays cells', () => {
  it('plays each that has no result, as a shard of its own, and counts them', async () => {
    const [there = '', ...rest] = ids;
    const args = ['--shard', shardOption(all, there), '--out', cells.attemptAt(there)];
    leaveRun(args, FINGERPRINT);
    cells.keep(there, args[3]!);
    vi.mocked(runBench).mockImplementation(succeed);
    const one = player();
    await one.work();
    expect([queue.submitted, one.played, cells.missing(ids)]).toEqual([[rest], 4, []]);
    const lines = vi.mocked(runBench).mock.calls.map(([words]) => words);
    expect(lines.map(idOf)).toEqual(rest);
    for (const words of lines) expect(words.slice(0, 3)).toEqual(['sweep', '--seed', '1']);
    expect(new Set(lines.map((words) => optionOf(words, '--shard'))).size).toBe(4);
    expect(output.text()).toContain('1 of 5 have a result; next: ');
    expect(output.text()).toContain('4 of 5 have a result; next: ');
    expect(readdirSync(join(root, 'cells', '.attempts'))).toEqual([]);
  });

  it('plays none again that another worker has finished, and keeps its result where both did', async () => {
    vi.mocked(runBench).mockImplementation(async (args) => {
      leaveRun(args, FINGERPRINT);
      // Meanwhile another one plays this cell and the last.
      for (const id of [idOf(args), ids[4]!].filter((other) => !cells.has(other))) {
        const other = ['--shard', shardOption(all, id), '--out', cells.attemptAt(id)];
        leaveRun(other, FINGERPRINT);
        cells.keep(id, other[3]!);
      }
      if (idOf(args) === ids[1]) throw new Error('lost its lease');
    });
    const one = player();
    await one.work();
    expect(vi.mocked(runBench).mock.calls.map(([args]) => idOf(args))).toEqual(ids.slice(0, 4));
    expect(one.played).toBe(3);
    expect(output.text()).not.toContain('failed');
  });

  it('keeps nothing that was made by other code than the worker began with', async () => {
    vi.mocked(runBench).mockImplementation(async (args) => leaveRun(args, { ...FINGERPRINT, code: { policies: 'x' } }));
    await player().work();
    expect(cells.missing(ids)).toEqual(ids);
    expect([...(await queue.dead()).values()][0]).toMatch(/^it changed while the worker ran \(code\.policies: /);
    expect(readdirSync(join(root, 'cells', '.attempts'))).toEqual([]);
  });

  it('leaves once three different cells have failed one after the other, not where one fails often', async () => {
    vi.mocked(runBench).mockRejectedValue(new Error('no memory'));
    await player().work();
    expect(queue.tried).toEqual(ids.slice(0, 3));
    expect(output.text()).toContain(`Cell ${ids[2]} failed: no memory`);
    queue = new QueueInMemory(4);
    const bad = new Set([ids[0], ids[1]]);
    vi.mocked(runBench).mockImplementation(async (args) => {
      if (bad.has(idOf(args))) throw new Error('bad luck');
      leaveRun(args, FINGERPRINT);
    });
    await player().work();
    expect(cells.missing(ids)).toEqual(ids.slice(0, 2));
    expect(queue.tried.filter((id) => bad.has(id))).toHaveLength(8);
    expect([...(await queue.dead()).keys()].sort()).toEqual([...bad].sort());
  });

  it('starts to count anew after a cell that went well', async () => {
    let call = 0;
    vi.mocked(runBench).mockImplementation(async (args) => {
      if (call++ !== 2) throw new Error('bad luck');
      leaveRun(args, FINGERPRINT);
    });
    await player().work();
    expect(queue.tried).toEqual(ids);
  });

  it('blames no cell for a stop', async () => {
    const controller = stop();
    vi.mocked(runBench).mockImplementation(async () => {
      controller.abort();
      throw new Error('killed');
    });
    await player(controller).work();
    expect([queue.tried, cells.missing(ids)]).toEqual([ids.slice(0, 1), ids]);
    expect(output.text()).not.toContain('failed');
  });

  it('fills a queue that has lost its jobs, while some are missing that are not dead', async () => {
    vi.mocked(runBench).mockImplementation(succeed);
    vi.spyOn(queue, 'submit').mockResolvedValueOnce();
    await player().work();
    expect(cells.missing(ids)).toEqual([]);
  });

  it('names a cell that the plan does not have', async () => {
    vi.mocked(runBench).mockImplementation(succeed);
    await queue.submit(['stranger']);
    await player().work();
    expect(await queue.dead()).toEqual(new Map([['stranger', 'The plan has no cell stranger.']]));
  });
});

describe('bench worker, whatever its queue', () => {
  const options = (more: Partial<WorkerOptions> = {}): WorkerOptions => ({
    ...{ queue: 'redis://here', plan: join(root, 'my plan.json'), out: join(root, 'out'), cache: false },
    ...{ providers: 'cpu', seed: '7', lease: 60, attempts: 3, backOff: 5, retryDead: false },
    ...more,
  });
  beforeEach(() => writeFileSync(join(root, 'my plan.json'), JSON.stringify(PLAN)));
  /** Leaves runs as the worker expects them: by what stands in its folder. */
  const asExpected = async (args: readonly string[]) => {
    const { fingerprint } = JSON.parse(readFileSync(join(root, 'out', 'sweep.json'), 'utf8'));
    leaveRun(args, fingerprint);
  };

  it('says what is to be done with the results, and lets the queue go', async () => {
    vi.mocked(runBench).mockImplementation(asExpected);
    await worker(options());
    expect(process.exitCode).toBe(EXIT.good);
    expect(output.text()).toMatch(/All 5 cells have a result, 5 were played here\. .*bench merge \S+ --out DIR/);
    expect(queue.closed).toBe(true);
    expect(readdirSync(join(root, 'out'))).not.toContain('.attempts');
  });

  it('plays cells with all that it was given', async () => {
    vi.mocked(runBench).mockImplementation(asExpected);
    await worker(options({ logs: 'logs', cache: 'models', timeout: 9, seed: '8', providers: 'wasm' }));
    const words = vi.mocked(runBench).mock.calls[0]![0].join(' ');
    expect(words).toContain(`sweep --plan ${join(root, 'my plan.json')} --seed 8 --providers wasm`);
    expect(words).toContain('--logs logs --timeout 9 --cache models --shard ');
    rmSync(join(root, 'out'), { recursive: true });
    queue = new QueueInMemory();
    await worker(options());
    const bare = vi.mocked(runBench).mock.calls.at(-1)![0];
    expect(bare).toContain('--no-cache');
    for (const absent of ['--logs', '--encoder', '--timeout', '--cache']) expect(bare).not.toContain(absent);
  });

  it('names the dead with their reasons and how to see each fail, and takes them up again when told to', async () => {
    vi.mocked(runBench).mockImplementation(async (args) => {
      if (idOf(args) === ids[3]) throw new Error('no sessions');
      await asExpected(args);
    });
    await worker(options());
    expect(process.exitCode).toBe(EXIT.incomplete);
    expect(output.text()).toContain('4 of 5 cells have a result, 4 were played here. These are dead:');
    expect(output.text()).toContain('beta 0.3: no sessions\n');
    expect(output.text()).toContain(`my plan.json' --shard ${shardOption(all, ids[3]!)}`);
    vi.mocked(runBench).mockImplementation(asExpected);
    await worker(options());
    expect(process.exitCode).toBe(EXIT.incomplete);
    await worker(options({ retryDead: true }));
    expect(process.exitCode).toBe(EXIT.good);
    expect(output.text()).toContain('All 5 cells have a result, 1 was played here.');
  });

  it('says that the machine may be at fault where cell after cell fails', async () => {
    vi.mocked(runBench).mockRejectedValue(new Error('no memory'));
    await expect(worker(options())).rejects.toThrow('Three cells failed here one after the other');
    expect(queue.closed).toBe(true);
  });
});
