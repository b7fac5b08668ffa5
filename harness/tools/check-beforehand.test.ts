import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { TRAINERS } from '../../policies/networks/training/trainer.ts';
import { PROVIDERS } from '../bench/models/provider-names.ts';
import { runCli } from '../test-cli.ts';
import { requireWritable } from './check-beforehand.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-checks-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('what is judged before the work', () => {
  it('a folder that can be written to stays as it was, and so does one that is not there', () => {
    requireWritable('--out', folder);
    requireWritable('--out', join(folder, 'a', 'b'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes away nothing that others put there meanwhile, and is not misled by others who try the same folder', async () => {
    const shared = join(folder, 'shared', 'cells');
    const module = join(import.meta.dirname, 'check-beforehand.ts');
    const code = `
      const { requireWritable } = await import(${JSON.stringify(module)});
      for (let turn = 0; turn < 1000; turn++) requireWritable('--out', ${JSON.stringify(shared)});`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', code];
    let over = false;
    const trying = Promise.all([0, 1].map(() => promisify(execFile)(process.execPath, args))).finally(() => {
      over = true;
    });
    let kept = 0;
    for (; !over; await setTimeout(1)) {
      try {
        mkdirSync(shared, { recursive: true });
        writeFileSync(join(shared, 'result'), 'kept');
      } catch {
        continue;
      }
      await setTimeout(1);
      rmSync(join(shared, 'result'));
      kept++;
      try {
        rmSync(join(folder, 'shared'), { recursive: true, force: true });
      } catch {
        // Others are at it.
      }
    }
    await trying;
    expect(kept).toBeGreaterThan(10);
    rmSync(join(folder, 'shared'), { recursive: true, force: true });
  });

  it('refuses an --out that is a file, lies below one, or cannot be made', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, 'kept');
    for (const [out, why] of [
      [file, /^error: --out \S*file: a file is in the way; choose another folder\.$/m],
      [join(file, 'below'), /^error: --out \S*below: a file is in the way; choose another folder\.$/m],
      ...(existsSync('/proc/self')
        ? ([['/proc/deskbench/out', /^error: --out \/proc\S*: .*; choose another folder/m]] as const)
        : []),
    ] as const) {
      const { status, text } = await runCli('settle', '--out', out);
      expect(text).toMatch(why);
      expect(text).not.toMatch(/begins with|\n {4}at /);
      expect(status).toBe(2);
    }
  });

  it('refuses a port that another program has', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const { status, text } = await runCli('desk', '--port', String(port));
    await new Promise((done) => server.close(done));
    expect(text).toBe(
      `error: --port ${port}: it is taken; choose another, or leave the option out for any free one.\n`,
    );
    expect(status).toBe(2);
  });

  it.each([['replay', '--driver', 'browser'], ['headline']])(
    'says at once that the browser asked for is not there: %s',
    async (...args) => {
      const { status, text } = await runCli(...args, '--browser', join(folder, 'no-browser'));
      expect(text).toMatch(
        /^error: The browser asked for, "\S*no-browser", does not start .*: correct or unset it, or .*\.\n$/,
      );
      expect(status).toBe(3);
    },
  );

  it('knows the providers that there are trainers for', () => {
    expect([...PROVIDERS].sort()).toEqual(Object.keys(TRAINERS).sort());
  });
});
