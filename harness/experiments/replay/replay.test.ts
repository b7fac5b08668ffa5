import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { writeDataset } from '../../../fixtures/format/write-dataset.ts';
import { resultsSchema } from '../../../reports/results/schema.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { captureOutput } from '../../capture-output.ts';
import { replay } from './replay.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-replay-'));
const logs = join(folder, 'logs');
writeDataset(logs, embeddedDataset(60));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  process.exitCode = 0;
});

const OPTIONS = {
  logs,
  alpha: '0.1',
  beta: '0.2',
  slip: '0',
  driver: 'in-process',
  jobs: 1,
  split: 'random',
  populations: 1,
  browser: join(folder, 'no-browser'),
  target: 0.9,
  delta: 0.05,
  policy: 'markov',
  critic: 'max-softmax',
  gate: 'plug-in',
  calibrator: 'none',
  gateSlices: 'global',
  noiseRates: 'none',
  cache: false,
  seed: '1',
  providers: 'cpu',
} as const;

/** Replays where no browser is, and says what was printed. */
async function run(name: string, more: { readonly browserSessions?: number } = {}) {
  const out = join(folder, name);
  const output = captureOutput();
  let exitCode = -1;
  try {
    exitCode = await replay({ ...OPTIONS, ...more, out });
  } finally {
    output.end();
  }
  const results = resultsSchema.parse(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')));
  return { exitCode, printed: output.text(), results, report: readFileSync(join(out, 'report.html'), 'utf8') };
}

describe('a replay where no browser is found', () => {
  it('goes on, and says in terminal, results and report that the desks were not compared', async () => {
    const { exitCode, printed, results, report } = await run('skipped');
    expect(exitCode).toBe(0);
    expect(printed).toMatch(/^SKIPPED: browser and in-process desk were not compared/m);
    expect(results.parity).toBeNull();
    expect(results.complete).toBe(true);
    const note = results.notes.find((one) => one.startsWith('SKIPPED'));
    expect(note).toContain('--browser-sessions 0');
    expect(report).toContain('SKIPPED: browser and in-process desk were not compared');
  }, 60_000);

  it('says nothing of it where no comparison was wanted', async () => {
    const { exitCode, printed, results } = await run('unasked', { browserSessions: 0 });
    expect(exitCode).toBe(0);
    expect(`${printed}${results.notes.join('')}`).not.toContain('SKIPPED');
    expect(results.parity).toBeNull();
  }, 60_000);

  it('ends with a fault of the machine where a comparison was asked for', async () => {
    await expect(run('asked', { browserSessions: 2 })).rejects.toThrow(/no-browser.*does not start/);
  }, 60_000);
});
