import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { datasetHash } from '../../../fixtures/format/dataset-hash.ts';
import { renderCatalog, renderSession } from '../../../fixtures/format/write-dataset.ts';
import { caseOf } from '../../contract/session.ts';
import { embeddedDataset } from './embedded-dataset.ts';
import { loadDataset } from './load-dataset.ts';

const { catalog, sessions } = embeddedDataset(20);
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-lines-'));
  writeFileSync(join(folder, 'procedures.json'), renderCatalog(catalog));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function load(lines: readonly string[]) {
  writeFileSync(join(folder, 'sessions.jsonl'), lines.join(''));
  return loadDataset(folder);
}

it('the order of lines decides nothing of what every command starts from, copies and cases included', async () => {
  const copy = { ...sessions[3]!, id: 'a-copy' };
  const reopened = { ...sessions[5]!, id: 'z-again', steps: sessions[5]!.steps.slice(0, 2), complete: false };
  const lines = [...sessions, copy, { ...reopened, caseKey: sessions[5]!.id }].map(renderSession);
  const expected = await load(lines);
  expect(new Set(expected.dataset.sessions.map(caseOf)).size).toBe(sessions.length);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(lines, { minLength: lines.length }), async (shuffled) => {
      const found = await load(shuffled);
      expect(found).toEqual(expected);
      expect(datasetHash(found.dataset)).toBe(datasetHash(expected.dataset));
    }),
    { numRuns: 10 },
  );
});
