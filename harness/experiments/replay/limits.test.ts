import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeDataset } from '../../../fixtures/format/write-dataset.ts';
import { type Figures, figuresSchema } from '../../../reports/figures/schema.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { splitDataset } from '../../bench/data/splits.ts';
import { commandOf } from '../../bench/run-experiment.ts';
import { captureOutput } from '../../capture-output.ts';
import type { Policy, PolicyRecipe, Suggestion } from '../../contract/policy.ts';
import type { Screen } from '../../contract/screen.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { experiment } from './index.ts';

/** Sessions on whose screens the policies of this file hang. */
const hangs = vi.hoisted(() => new Set<string>());
/** Screens that they were asked about. */
const asked: string[] = [];

const first = ({ controls }: Screen): Suggestion => {
  const reply = controls.find(({ kind, enabled }) => kind === 'reply' && enabled);
  const text = reply?.label ?? '';
  return { ranked: reply ? [{ action: { kind: 'send_text', reply: reply.target, text }, confidence: 0.5 }] : [] };
};
const never = () => new Promise<never>(() => undefined);
const made = (name: string, suggest: Policy['suggest'], dispose: () => Promise<void>): PolicyRecipe => ({
  name,
  summary: 'Proposes the first reply, and hangs where a test says so.',
  fit: async () => ({ name, provider: 'none', suggest, dispose }),
});

/** Never answers on those screens, and never ends either. */
const promising = made(
  'hanging',
  async (screens) => {
    asked.push(...screens.map(({ caseId }) => caseId));
    return screens.some(({ caseId }) => hangs.has(caseId)) ? never() : screens.map(first);
  },
  async () => (hangs.size > 0 ? never() : undefined),
);

/** Computes in a thread of its own, which on those screens computes for ever and answers nobody from then on. */
let thread: Worker | undefined;
let calls = 0;
const THREAD = `const { parentPort } = require('node:worker_threads');
parentPort.on('message', ({ call, hangs }) => { while (hangs); parentPort.postMessage(call); });`;
const computing = made(
  'computing',
  (screens) => {
    thread ??= new Worker(THREAD, { eval: true }).setMaxListeners(0);
    const worker = thread;
    const call = calls++;
    return new Promise((resolve) => {
      worker.on('message', (answered) => answered === call && resolve(screens.map(first)));
      worker.postMessage({ call, hangs: screens.some(({ caseId }) => hangs.has(caseId)) });
    });
  },
  async () => void (await thread?.terminate()),
);

vi.mock('../../bench/models/discover.ts', async (original) => {
  const own = await original<typeof import('../../bench/models/discover.ts')>();
  return {
    ...own,
    discover: async (folder: string, exported: string) => [
      ...(await own.discover(folder, exported)),
      ...(folder === 'policies/models' ? [promising, computing] : []),
    ],
  };
});

const folder = mkdtempSync(join(tmpdir(), 'deskbench-limits-'));
const logs = join(folder, 'logs');
const { parts } = splitDataset(embeddedDataset(60), 'random', '1', null);
const [one, two, three] = [1, 4, 6].map((at) => parts.evaluation[at]!.id) as [string, string, string];
/** What an unbroken run without limits leaves. */
let whole: Awaited<ReturnType<typeof replay>>;
beforeAll(async () => {
  writeDataset(logs, embeddedDataset(60));
  whole = await replay('whole');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(async () => {
  process.exitCode = 0;
  hangs.clear();
  asked.splice(0);
  await thread?.terminate();
  thread = undefined;
});

async function replay(name: string, ...more: string[]) {
  const models = ['--policy', 'hanging', '--critic', 'max-softmax', '--gate', 'plug-in', '--no-cache'];
  const where = ['--logs', logs, '--out', join(folder, name), '--browser-sessions', '0', '--populations', '1'];
  const output = captureOutput();
  try {
    await commandOf(experiment).parseAsync([...where, ...models, ...more], { from: 'user' });
  } finally {
    output.end();
  }
  const read = (file: string) => readFileSync(join(folder, name, file));
  const figures = figuresSchema.parse(JSON.parse(read('figures.json').toString()));
  return { printed: output.text(), figures, bytes: ['traces.jsonl.gz', 'cells.csv'].map(read) };
}

const rowsOf = (name: string) => {
  const traces = openTraces(join(folder, name));
  const { rows } = traces;
  traces.close();
  return rows;
};
const crashedIn = (name: string) =>
  new Set(rowsOf(name).flatMap(({ end, session }) => (end === 'crashed' ? session : [])));
const lostOf = ({ tables }: Figures) =>
  tables.find(({ id }) => id === 'crashed')?.rows.map(({ cells }) => cells.sessions);

describe('--timeout', () => {
  it('gives up sessions whose policy hangs, names them, and ends the run; they are played again by the same command', async () => {
    hangs.add(one).add(two);
    const { figures, printed } = await replay('late', '--timeout', '1');
    expect(process.exitCode).toBe(3);
    expect(figures.complete).toBe(false);
    expect(crashedIn('late')).toEqual(new Set([one, two]));
    expect(new Set(lostOf(figures))).toEqual(new Set([[one, two].toSorted().join(', ')]));
    expect(printed).toContain(`Given up after 1 s: session "${one}"`);
    expect(figures.notes[0]).toMatch(/^Time: 4 episodes took longer than 1 s \(--timeout\)/);
    hangs.clear();
    const mended = await replay('late', '--timeout', '20');
    expect(process.exitCode).toBe(0);
    expect(mended.bytes).toEqual(whole.bytes);
  }, 60_000);

  it('reaches where operators teach, too', async () => {
    hangs.add(parts.feedback[0]!.id);
    const { figures } = await replay('taught', '--timeout', '1');
    expect(figures.findings.join('\n')).toContain('the feedback phase, seed "1"');
    expect(lostOf(figures)).toEqual([parts.feedback[0]!.id]);
  }, 60_000);

  it('holds where a thread computes for ever: what comes after is lost, too, and --max-failures ends it', async () => {
    hangs.add(one);
    const run = replay('stuck', '--policy', 'computing', '--timeout', '1', '--max-failures', '3');
    await expect(run).rejects.toThrow(/^3 episodes have crashed, the last in session .* --max-failures 3 ends the run/);
    const lost = rowsOf('stuck').filter(({ end }) => end === 'crashed');
    expect(lost.map(({ session }) => session)).toContain(one);
    expect(lost).toHaveLength(3);
  }, 60_000);
});

describe('--max-failures and --retry-errors', () => {
  it('stop early, then play what crashed and nothing else, then go on to the bytes of an unbroken run', async () => {
    hangs.add(one).add(two).add(three);
    const stopped = replay('stopped', '--timeout', '1', '--max-failures', '2');
    await expect(stopped).rejects.toMatchObject({ name: 'MachineError', message: expect.stringContaining('goes on') });
    expect(crashedIn('stopped')).toEqual(new Set([one, two]));
    const before = rowsOf('stopped').length;
    hangs.clear();
    asked.splice(0);
    await expect(replay('stopped', '--retry-errors')).rejects.toThrow(/had crashed was played again/);
    const evaluation = new Set(parts.evaluation.map(({ id }) => id));
    expect(new Set(asked.filter((id) => evaluation.has(id)))).toEqual(new Set([one, two]));
    expect(crashedIn('stopped')).toEqual(new Set());
    expect(rowsOf('stopped')).toHaveLength(before);
    await expect(replay('stopped', '--retry-errors')).rejects.toThrow(/no episode crashed/);
    expect((await replay('stopped')).bytes).toEqual(whole.bytes);
  }, 60_000);

  it('are refused where there is no run to retry', async () => {
    await expect(replay('nothing', '--retry-errors')).rejects.toThrow(/holds no run/);
  });
});
