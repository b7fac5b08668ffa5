import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Night, nightJsonSchema } from '../nightly/night.ts';
import { reporter } from './json.ts';
import { anyNight, NIGHT } from './testing/nights.ts';

const LOOK = { width: 80, colour: false };

describe('the document', () => {
  it('comes back as it was, whatever its texts hold', () => {
    fc.assert(
      fc.property(anyNight, (night) => {
        const text = reporter.render(night, LOOK);
        expect(text.endsWith('}\n')).toBe(true);
        expect(Buffer.from(text).toString()).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(night)));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('is refused where it is none', () => {
    expect(() => reporter.render({ ...NIGHT, verdict: 'GOOD' } as unknown as Night, LOOK)).toThrow(/verdict/);
  });

  it('is described by docs/schemas (else: pnpm bench schema night > docs/schemas/night.schema.json)', () => {
    const path = join(import.meta.dirname, '..', '..', 'docs', 'schemas', 'night.schema.json');
    expect(readFileSync(path, 'utf8')).toBe(nightJsonSchema());
  });
});
