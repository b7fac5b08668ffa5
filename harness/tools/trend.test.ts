import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { historyOf } from '../bench/regress/testing/histories.ts';
import { runCli } from '../test-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-trend-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'nights.jsonl');
const falling = historyOf(Array.from({ length: 12 }, (_, day) => 0.8 - 0.001 * day));
writeFileSync(file, `${falling.map((night) => `${JSON.stringify(night)}\n`).join('')}{"torn`);

describe('bench trend', () => {
  it('says the answer first, and writes it on a page with a plot and the change, over an older page too', async () => {
    const page = join(folder, 'trend.html');
    for (const _ of ['new', 'again']) {
      const { status, text } = await runCli('trend', file, '--out', page);
      expect(status).toBe(0);
      expect(text.split('\n')[1]).toMatch(/1 of 1 figure declined or rose over 12 nights, 2026-03-01/);
      expect(text).toContain('a last line that is torn');
    }
    const written = readFileSync(page, 'utf8');
    for (const words of ['Theil-Sen line', 'since 2026-03-07', 'declines (worse)']) expect(written).toContain(words);
    expect(written).not.toContain('0 sessions');
  });

  it('refuses a file without nights, and a page that is a folder', async () => {
    const absent = join(folder, 'absent.jsonl');
    expect(await runCli('trend', absent)).toMatchObject({ status: 2, text: expect.stringMatching(/holds no night/) });
    const refused = await runCli('trend', file, '--out', folder);
    expect(refused).toMatchObject({ status: 2, text: expect.stringMatching(/it is a folder; name a file/) });
    expect(existsSync(absent)).toBe(false);
  });
});
