import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recipe as ngramCritic } from '../../../policies/critics/ngram.ts';
import { recipe as majority } from '../../../policies/models/majority.ts';
import { recipe } from '../../../policies/models/ngram.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { criticPrecisionLosses, type PrecisionLoss, precisionLosses } from '../../bench/models/precision-losses.ts';
import type { Example } from '../../contract/policy.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { criticFindings, criticTable, exportFindings, exportTable } from './export-table.ts';

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
    expect.stringMatching(/^The policy in fp16: \d+ % of the size, action accuracy .* against fp32/),
    expect.stringMatching(/^The policy in int8: /),
  ]);
});

describe('a critic', () => {
  const proposals = (some: readonly Example[]) =>
    some.map(({ screen, action, session }, at) => {
      const right = at % 3 > 0;
      const other = some[(at + 5) % some.length]!.action;
      return { screen, suggestion: { ranked: [{ action: right ? action : other, confidence: 0.6 }] }, session, right };
    });

  it('is served in every precision, with hardly another verdict', async () => {
    const known = proposals(test);
    const [taught, judged] = [known.slice(0, known.length / 2), known.slice(known.length / 2)];
    const nobody = { name: 'nobody', provider: 'none', suggest: async () => [], dispose: async () => undefined };
    const feedback = taught.map(({ right, ...one }) => ({ ...one, accepted: right }));
    const critic = await ngramCritic.fit(feedback, nobody, { seed: '1' });
    const into = join(folder, 'critic');
    const found = await criticPrecisionLosses(ngramCritic, critic, nobody, judged, { seed: '1' }, into);
    const scores = await critic.score(judged);
    await critic.dispose();
    expect(found.map(({ precision }) => precision)).toEqual(['fp32', 'fp16', 'int8']);
    const [fp32, fp16] = found;
    expect(fp32!.right).toEqual(judged.map(({ right }, at) => scores[at]! >= 0.5 === right));
    expect(share(fp32!.right)).toBeGreaterThan(0.55);
    expect(fp32).toMatchObject({ largestDifference: 0, flipped: judged.map(() => false) });
    expect(fp16!.largestDifference).toBeGreaterThan(0);
    expect(fp16!.bytes).toBeLessThan(0.6 * fp32!.bytes);
    for (const { largestDifference, flipped } of found) {
      expect(largestDifference).toBeLessThan(0.05);
      expect(share(flipped)).toBeLessThan(0.05);
    }
    expect(criticTable({ losses: found, test: judged }).rows).toHaveLength(3);
    expect(criticFindings({ losses: found, test: judged })[1]).toMatch(
      /^The critic in int8: \d+ % of the size, accuracy/,
    );
  });

  it('that cannot be saved is refused', async () => {
    const { load: _, ...unsaved } = ngramCritic;
    const nobody = { name: 'nobody', provider: 'none', suggest: async () => [], dispose: async () => undefined };
    const critic = { name: 'one', provider: 'none', score: async () => [], dispose: async () => undefined };
    await expect(criticPrecisionLosses(unsaved, critic, nobody, [], { seed: '1' }, folder)).rejects.toThrow(
      '--critic ngram cannot be exported: it cannot be saved and loaded again; use one that has an ONNX model, such as ngram or backbone.',
    );
  });
});
