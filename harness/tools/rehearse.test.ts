import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../test-cli.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-rehearse-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function rehearse(plan: object) {
  const path = join(root, 'plan.json');
  writeFileSync(path, JSON.stringify(plan));
  return runCli('rehearse', path, '--sweeps', '20', '--spread', '0.1');
}

describe('bench rehearse', () => {
  it('says how often a plan would be wrong, what it decides and what that takes', async () => {
    const { status, text } = await rehearse({
      axes: { alpha: [0, 0.1] },
      sessions: 60,
      adaptive: { looks: 3, spending: 'pocock' },
    });
    expect(status).toBe(0);
    expect(text).toContain('20 simulated sweeps of 2 comparisons at each true difference');
    expect(text).toMatch(/Critical values of the looks: 2\.\d\d, 2\.\d\d, 2\.\d\d\./);
    expect(text).toMatch(/^ +2 +0\.0 .* 100\.0$/m);
  });

  it.each([
    [{ axes: {} }, 'has no entry adaptive: there is nothing to rehearse'],
    [{ axes: {}, sessions: 60, adaptive: { looks: 3, metric: 'none' } }, '"none" is none that says better or worse'],
  ])('refuses %j', async (plan, message) => {
    const { status, text } = await rehearse(plan);
    expect(status).toBe(2);
    expect(text).toContain(message);
  });
});
