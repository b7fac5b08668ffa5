import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Night } from '../../reports/nightly/night.ts';
import { anyNight, EMPTY_NIGHT, largeNight, nightOf } from '../../reports/reporters/testing/nights.ts';
import { discover } from '../bench/models/discover.ts';
import type { Reporter } from '../contract/reporter.ts';

const reporters = await discover<Reporter<Night>>('reports/reporters', 'reporter');
const looks = fc.record({ width: fc.integer({ min: 1, max: 200 }), colour: fc.boolean() });
const plain = { width: 80, colour: false };

it('no two reporters write the same file, and commands are printed', () => {
  const files = reporters.flatMap(({ fileName }) => fileName ?? []);
  expect(new Set(files).size).toBe(files.length);
  for (const name of files) expect(name).toMatch(/^[a-z-]+\.(json|md|xml)$/);
  for (const { commands, fileName } of reporters) if (commands) expect(fileName).toBeNull();
});

describe.each(reporters)('reporter $name', (reporter) => {
  it('writes whole lines of Unicode for any night, the same again, and leaves the night as it was', () => {
    fc.assert(
      fc.property(anyNight, looks, (night, look) => {
        const before = structuredClone(night);
        const text = reporter.render(night, look);
        expect(text.endsWith('\n')).toBe(true);
        expect(Buffer.from(text).toString()).toBe(text);
        expect(reporter.render(night, look)).toBe(text);
        expect(night).toEqual(before);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  // The document itself is told whole.
  if (reporter.name !== 'json')
    it('writes no control character but line feeds and its own colours, and little where texts are long', () => {
      fc.assert(
        fc.property(anyNight, looks, (night, look) => {
          const text = reporter.render(night, look);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: taking our own colours out is the point
          const shown = look.colour ? text.replace(/\u001b\[(?:0|1|2|31|32)m/g, '') : text;
          expect(shown).not.toMatch(/(?!\n)\p{Cc}|[\u2028-\u202e]/u);
        }),
        { numRuns: 100, seed: 2 },
      );
      expect(reporter.render(largeNight(1_000_000, 3, 3), plain).length).toBeLessThan(100_000);
    });

  it('tells a night without checks from one that passed', () => {
    const silent = { ...EMPTY_NIGHT, headline: '', verdict: 'UNDECIDED' as const };
    const good = nightOf([], { ...silent, verdict: 'PASS' });
    const shown = reporter.render(silent, plain);
    expect(shown).toMatch(/UNDECIDED/);
    if (reporter.name !== 'junit' && reporter.name !== 'gitlab') expect(reporter.render(good, plain)).not.toBe(shown);
  });
});
