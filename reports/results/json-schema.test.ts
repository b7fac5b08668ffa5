import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resultsJsonSchema } from './json-schema.ts';

it('is what docs/schemas publishes (else: pnpm bench schema results > docs/schemas/results.schema.json)', () => {
  const path = join(import.meta.dirname, '..', '..', 'docs', 'schemas', 'results.schema.json');
  expect(readFileSync(path, 'utf8')).toBe(resultsJsonSchema());
});

it('describes cells, comparisons and findings, and allows nothing else', () => {
  const schema = JSON.parse(resultsJsonSchema());
  expect(schema.required).toEqual(expect.arrayContaining(['cells', 'comparisons', 'findings', 'complete']));
  expect(schema.additionalProperties).toBe(false);
});
