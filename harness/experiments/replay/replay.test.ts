import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { writeDataset } from '../../../fixtures/format/write-dataset.ts';
import { figuresSchema } from '../../../reports/figures/schema.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { commandOf } from '../../bench/run-experiment.ts';
import { captureOutput } from '../../capture-output.ts';
import { MachineError } from '../../runner/exit-code.ts';
import { showProgressAs } from '../../runner/output.ts';
import { parseProgressEvent } from '../../runner/progress-event.ts';
import { keyOfEpisode } from '../../runner/traces/stored-episode.ts';
import { TraceStore } from '../../runner/traces/trace-store.ts';
import { experiment } from './index.ts';

const keptAppend = TraceStore.prototype.append;
const folder = mkdtempSync(join(tmpdir(), 'deskbench-replay-'));
const logs = join(folder, 'logs');
writeDataset(logs, embeddedDataset(60));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  process.exitCode = 0;
});

/** Replays where no browser is, and says what was printed. */
async function run(name: string, ...more: string[]) {
  const out = join(folder, name);
  const output = captureOutput();
  const cheap = ['--policy', 'markov', '--critic', 'max-softmax', '--gate', 'plug-in', '--no-cache'];
  const where = ['--logs', logs, '--out', out, '--browser', join(folder, 'no-browser'), '--populations', '1'];
  try {
    await commandOf(experiment).parseAsync(
      [...where, ...cheap, '--jobs', '1', '--alpha', '0.1', '--beta', '0.2', ...more],
      { from: 'user' },
    );
  } finally {
    output.end();
  }
  const figures = figuresSchema.parse(JSON.parse(readFileSync(join(out, 'figures.json'), 'utf8')));
  return { printed: output.text(), figures, report: readFileSync(join(out, 'report.html'), 'utf8') };
}

describe('a replay where no browser is found', () => {
  it('goes on, and says in terminal, figures and report that the desks were not compared', async () => {
    const { printed, figures, report } = await run('skipped');
    expect(process.exitCode).toBe(0);
    expect(printed).toMatch(/^SKIPPED: browser and in-process desk were not compared/m);
    expect(figures.notes.join(' ')).not.toContain('Parity');
    expect(figures.complete).toBe(true);
    const note = figures.notes.find((one) => one.startsWith('SKIPPED'));
    expect(note).toContain('--browser-sessions 0');
    expect(report).toContain('SKIPPED: browser and in-process desk were not compared');
  }, 60_000);

  it('says nothing of it where no comparison was wanted', async () => {
    const { printed, figures } = await run('unasked', '--browser-sessions', '0');
    expect(process.exitCode).toBe(0);
    expect(`${printed}${figures.notes.join('')}`).not.toContain('SKIPPED');
    expect(figures.notes.join(' ')).not.toContain('Parity');
  }, 60_000);

  it('ends with a fault of the machine where a comparison was asked for', async () => {
    await expect(run('asked', '--browser-sessions', '2')).rejects.toThrow(/no-browser.*does not start/);
  }, 60_000);
});

it('tells programs how far it is, in lines of their own', async () => {
  const { printed } = await run('events', '--browser-sessions', '0', '--sessions', '40', '--progress', 'json');
  showProgressAs('text');
  const all = printed.split('\n').filter((line) => line.startsWith('{'));
  const events = all.map(parseProgressEvent);
  expect(events[0]).toMatchObject({ type: 'begin', folder: join(folder, 'events') });
  const ended = events.flatMap((event) => (event.type === 'progress' && event.ended ? [event] : []));
  expect(ended.map(({ phase }) => phase)).toEqual([
    expect.stringMatching(/^policy from \d+ sessions$/),
    'feedback, critics, gates',
    'sessions (in-process)',
  ]);
  for (const { done, total } of ended) expect(done).toBe(total);
  expect(events.at(-1)).toMatchObject({ type: 'message', text: expect.stringContaining('First result') });
}, 60_000);

it('goes on where it was interrupted: nothing is played twice, and what it leaves is what an unbroken run leaves', async () => {
  const small = ['--browser-sessions', '0', '--sessions', '40'];
  const bytes = (name: string) =>
    ['traces.jsonl.gz', 'traces.index.json.gz', 'cells.csv'].map((file) => readFileSync(join(folder, name, file)));
  await run('whole', ...small);
  const append = vi.spyOn(TraceStore.prototype, 'append');
  const played: string[] = [];
  let left = 9;
  append.mockImplementation(function (this: TraceStore, episode) {
    if (left-- === 0) throw new MachineError('The disk is full.');
    played.push(keyOfEpisode(episode));
    return keptAppend.call(this, episode);
  });
  await expect(run('broken', ...small)).rejects.toThrow('The disk is full.');
  const before = played.splice(0);
  await expect(run('broken', ...small, '--seed', '2')).rejects.toThrow(/another run \(seed: "1" there, "2" here\)/);
  await run('broken', ...small);
  append.mockRestore();
  expect(played.filter((key) => before.includes(key))).toEqual([]);
  expect(bytes('broken')).toEqual(bytes('whole'));
  await expect(run('broken', ...small)).rejects.toThrow(/a run that is finished: choose another --out/);
}, 60_000);
