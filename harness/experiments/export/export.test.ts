import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recipe as majority } from '../../../policies/models/majority.ts';
import { recipe } from '../../../policies/models/ngram.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { type PrecisionLoss, precisionLosses } from '../../bench/models/precision-losses.ts';
import type { Example } from '../../contract/policy.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { exportFindings, exportTable } from './export-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-export-'));
let test: Example[];
let losses: PrecisionLoss[];

beforeAll(async () => {
  const { catalog, sessions } = embeddedDataset(24);
  const desk = inProcessDesks(catalog).openEnvironment();
  test = await logExamples(sessions.slice(10), desk);
  const options = { seed: 'precision', catalog };
  const policy = await recipe.fit(await logExamples(sessions.slice(0, 10), desk), options);
  losses = await precisionLosses(recipe, policy, test, options, folder);
  await policy.dispose();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const share = (flags: readonly boolean[]) => flags.filter(Boolean).length / flags.length;

it('serves a real policy in every precision: smaller files, hardly another decision', () => {
  const [fp32, ...others] = losses;
  expect(share(fp32!.flipped)).toBe(0);
  expect(share(fp32!.right)).toBeGreaterThan(0.5);
  for (const other of others) {
    expect(other.bytes).toBeLessThan(0.55 * fp32!.bytes);
    expect(share(other.flipped)).toBeLessThan(0.02);
    expect(Math.abs(share(other.right) - share(fp32!.right))).toBeLessThanOrEqual(share(other.flipped));
  }
});

it('leaves one folder a precision, and nothing else', () => {
  for (const { precision } of losses) expect(existsSync(join(folder, precision))).toBe(true);
  expect(existsSync(join(folder, '.saved'))).toBe(false);
});

it('says of a policy without an ONNX model that it cannot be exported, and leaves nothing behind', async () => {
  const options = { seed: 'precision' };
  const policy = await majority.fit(test, options);
  const into = join(folder, 'majority');
  await expect(precisionLosses(majority, policy, test, options, into)).rejects.toMatchObject({
    name: 'UsageError',
    message: expect.stringMatching(/^--policy majority cannot be exported: it saves no ONNX model; use [^\n]*ngram/),
  });
  expect(existsSync(into) ? readdirSync(into) : []).toEqual([]);
  const { load: _, ...unsaved } = majority;
  await expect(precisionLosses(unsaved, policy, test, options, into)).rejects.toThrow('saved and loaded again');
});

it('tells the loss with its interval', () => {
  const { rows } = exportTable(losses, test);
  expect(rows.map(({ cells }) => cells.precision)).toEqual(['fp32', 'fp16', 'int8']);
  expect(rows[0]?.cells.difference).toBeNull();
  expect(exportFindings(losses, test)).toEqual([
    expect.stringMatching(/^fp16: \d+ % of the size, action accuracy .* against fp32/),
    expect.stringMatching(/^int8: /),
  ]);
});
