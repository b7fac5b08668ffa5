import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type KilledCommand, prepare } from './commands.ts';
import { killRun, PHASES, runUnbroken } from './kill-runs.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-kills-'));
  prepare(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each<KilledCommand>(['headline', 'propagation', 'rollout'])(
  '%s, killed in every phase and gone on with each time, leaves what an unbroken run leaves',
  async (command) => {
    const plan = { folder, seed: 'long' };
    const { kills, same } = await killRun(command, 1, await runUnbroken(command, plan), plan);
    expect(same).toBe(true);
    expect(kills.length).toBeGreaterThanOrEqual(PHASES.length - 1);
  },
);
