import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { appendNight, readHistory } from '../bench/regress/history.ts';
import { checkOfHistory, nightAt } from '../bench/regress/testing/histories.ts';
import { describeFailure } from '../runner/failure.ts';
import { type Disk, refusal, within } from '../runner/testing/small-disk.ts';
import { type CliRun, runCli } from '../test-cli.ts';

const disk = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY, used: 0, error: null }) as Disk);
vi.mock('node:fs', async (original) =>
  (await import('../runner/testing/small-disk.ts')).smallDisk(await original(), disk),
);

const PLAN = {
  axes: { policy: ['majority', 'markov'], critic: ['max-softmax'], gate: ['plug-in'] },
  dataset: 90,
  sessions: 6,
};
let root: string;
const at = (...names: readonly string[]) => join(root, ...names);
const sweep = (shard: string, out: string) =>
  runCli('sweep', '--plan', at('plan.json'), '--shard', shard, '--cache', at('cache'), '--out', at(out));
const merge = (out: string, second = 'shard-2') => runCli('merge', at('shard-1'), at(second), '--out', at(out));

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-small-disk-'));
  writeFileSync(at('plan.json'), JSON.stringify(PLAN));
  for (const index of [1, 2]) expect((await sweep(`${index}/2`, `shard-${index}`)).status).toBe(0);
  expect((await merge('merged')).status).toBe(0);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A command on a disk that lets through so much. */
async function onDiskOf(left: number, code: 'ENOSPC' | 'EROFS', run: () => Promise<CliRun>): Promise<CliRun> {
  Object.assign(disk, { left, used: 0, error: refusal(code) });
  try {
    return await run();
  } finally {
    Object.assign(disk, { left: Number.POSITIVE_INFINITY, error: null });
  }
}

/** What a run left, as bytes; without its dates, and what the pages say of them. */
const filesIn = (folder: string) =>
  Object.fromEntries(
    readdirSync(at(folder))
      .filter((name) => !['run.json', 'figures.json', 'report.html'].includes(name))
      .map((name) => [name, readFileSync(at(folder, name)).toString('base64')]),
  );

/** Some numbers below a bound, near both ends: two runs differ by some bytes, as dates and paces are told in them. */
const pointsTo = (bound: number) => [1, Math.floor(0.4 * bound), Math.floor(0.9 * bound), Math.floor(0.995 * bound)];

describe.each([
  ['a shard of a sweep', 'shard-2', (out: string) => sweep('2/2', out)],
  ['a merge', 'merged', merge],
] as const)('%s', (_, whole, run) => {
  const small = `small-${whole}`;

  it('on a full disk ends with 3 and what to do, and goes on to the same bytes', async () => {
    expect((await onDiskOf(1e12, 'ENOSPC', () => run(`whole-${whole}`))).status).toBe(0);
    for (const point of pointsTo(disk.used)) {
      const full = await onDiskOf(point, 'ENOSPC', () => run(small));
      expect([full.status, full.text], String(point)).toEqual([
        3,
        expect.stringMatching(/the disk is full[:;] free some space/),
      ]);
      const again = await run(small);
      expect(again.status, again.text).toBe(0);
      expect(filesIn(small)).toEqual(filesIn(whole));
      rmSync(at(small), { recursive: true });
    }
  });

  it('on a disk that may only be read ends with 2 before the work, and leaves nothing', async () => {
    const { status, text } = await onDiskOf(0, 'EROFS', () => run('read-only'));
    expect([status, text]).toEqual([
      2,
      expect.stringMatching(/^error: --out .*read-only.*: its file system is read-only/),
    ]);
    expect(existsSync(at('read-only'))).toBe(false);
  });
});

describe('a shard that is torn', () => {
  const files = ['run.json', 'traces.jsonl.gz', 'figures.json'];
  it.each(files)('in %s is refused by its name, and nothing is written', async (file) => {
    expect((await sweep('2/2', `torn-${file}`)).status).toBe(0);
    truncateSync(at(`torn-${file}`, file), Math.floor(readFileSync(at(`torn-${file}`, file)).length / 2));
    const { status, text } = await merge(`of-torn-${file}`, `torn-${file}`);
    expect([status, text]).toEqual([2, expect.stringContaining(at(`torn-${file}`))]);
    expect(existsSync(at(`of-torn-${file}`))).toBe(false);
  });
});

describe('a baseline', () => {
  const update = (run: string) => runCli('baseline', 'update', at(run), '--baseline', at('baselines', 'one.json'));

  it('on a full disk stays as it was, to the byte', async () => {
    expect((await update('shard-1')).status).toBe(0);
    const before = readFileSync(at('baselines', 'one.json'), 'utf8');
    for (const point of [3, 500]) {
      const { status, text } = await onDiskOf(point, 'ENOSPC', () => update('shard-2'));
      expect([status, text]).toEqual([3, expect.stringContaining('the disk is full')]);
      expect(readFileSync(at('baselines', 'one.json'), 'utf8')).toBe(before);
      expect(readdirSync(at('baselines'))).toEqual(['one.json']);
    }
    expect((await onDiskOf(0, 'EROFS', () => update('shard-2'))).text).toMatch(/--baseline .*is read-only/);
  });

  it('that is torn anywhere is refused', async () => {
    await update('shard-1');
    const whole = readFileSync(at('baselines', 'one.json'), 'utf8');
    for (const part of [0.01, 0.5, 0.99]) {
      writeFileSync(at('baselines', 'torn.json'), whole.slice(0, Math.floor(part * whole.length)));
      const { status, text } = await runCli('regress', at('shard-1'), '--baseline', at('baselines', 'torn.json'));
      expect([status, text]).toEqual([2, expect.stringContaining('torn.json is no baseline')]);
    }
  });
});

describe('a history', () => {
  const night = (day: number) => nightAt(day, [checkOfHistory({ value: day / 100 })]);

  it('on a full disk loses no night that it had, and takes the new one once there is room', () => {
    const file = at('nights.jsonl');
    appendNight(file, night(0));
    within(disk, 1e12, refusal('ENOSPC'), () => appendNight(at('demand.jsonl'), night(0)));
    const demand = disk.used;
    expect(demand).toBeGreaterThan(300);
    for (let left = 0; left < demand; left += 29) {
      const failure = within(disk, left, refusal('ENOSPC'), () => appendNight(file, night(1)));
      if (failure === null) break;
      expect(describeFailure(failure, '')).toMatchObject({
        code: 3,
        text: expect.stringContaining('the disk is full'),
      });
      expect(readHistory(file).nights).toEqual([night(0)]);
    }
    appendNight(file, night(1));
    expect(readHistory(file)).toMatchObject({ nights: [night(0), night(1)], torn: false });
  });

  it('that may only be read is told before the verdict', async () => {
    const judged = () => runCli('regress', at('shard-1'), '--baseline', at('shard-1'), '--history', at('nights.jsonl'));
    const { status, text } = await onDiskOf(0, 'EROFS', judged);
    expect([status, text]).toEqual([2, expect.stringMatching(/^error: --history .*: its file system is read-only/)]);
  });
});
