import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../harness/contract/text-width.ts';
import type { Night } from '../nightly/night.ts';
import { reporter } from './terminal.ts';
import { anyNight, checkWith, NIGHT, nightOf } from './testing/nights.ts';

const shown = (night: Night, colour = false) => reporter.render(night, { width: 80, colour });

describe('a night at a terminal', () => {
  it('is answered first', () => {
    expect(shown(NIGHT).replaceAll('\u202f', ' ')).toBe(`
FAIL  Goal reached fell by 5.2 points, and 2.0 are allowed.
out/last-night → out/nightly, begun 2026-03-01T02:00:00.000Z, took 125 s

Findings
  • Suggestions differ: it comes from the policy.

Must hold: 1 of 3 checks passed
verdict    check                          before     now   change  95 % interval
─────────  ─────────────────────────────  ──────  ──────  ───────  ─────────────
FAIL       Goal reached: gated, α 0.05 β  71.3 %  66.1 %  −5.2 pp   [−8.0, −2.4]
           0.2
UNDECIDED  Leak rate: gated, α 0.05 β     10.0 %       –        –
           0.2
PASS       Goal reached: open, α 0.05 β   71.3 %  71.3 %     none
           0.2

Should hold: 0 of 1 check passed
verdict  check                         before    now  change  95 % interval
───────  ────────────────────────────  ──────  ─────  ──────  ─────────────
FAIL     Active time: gated, α 0.05 β   227 s  245 s  18.0 s   [12.0, 24.0]
         0.2

Watched: 1 check
verdict  check        before     now  change  95 % interval
───────  ───────────  ──────  ──────  ──────  ─────────────
PASS     suggestions  71.3 %  71.3 %    none

What did not pass
  • FAIL Goal reached: gated, α 0.05 β 0.2
    71.3 % before, 66.1 % now: −5.2 pp [−8.0, −2.4]; a loss of 2.0 pp is
    allowed.
    41 sessions got worse, 10 got better.
    – s-0012 (population 1): 100.0 % → 0.0 %
    pnpm bench show out/nightly --session s-0012
  • UNDECIDED Leak rate: gated, α 0.05 β 0.2
    12 sessions, and 50 are asked for.
  • FAIL Active time: gated, α 0.05 β 0.2
    227 s before, 245 s now: 18 s [12, 24]; a loss of 11 s is allowed.
    300 sessions got worse, 0 got better.

To judge again
  pnpm bench regress out/nightly --baseline out/last-night --rules nightly.json
`);
  });

  it('does not say PASS of what is watched and differs', () => {
    const layer = checkWith({
      ...{ title: 'suggestions', cell: '', tier: 'watch', base: null, next: null, worse: 12 },
      difference: { estimate: null, low: null, high: null },
    });
    expect(shown(nightOf([layer]))).toMatch(/^differs +suggestions/m);
    expect(shown(nightOf([{ ...layer, tier: 'must', verdict: 'FAIL' }]))).toMatch(/^FAIL +suggestions/m);
  });

  it('has colours of its own only, and with them the same words', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: taking our own colours out is the point
    expect(shown(NIGHT, true).replace(/\u001b\[\d+m/g, '')).toBe(shown(NIGHT));
    expect(shown(NIGHT, true)).toContain('\u001b[31mFAIL\u001b[0m  Goal reached fell');
  });

  it('fits, is lines of plain text, and ends, whatever the texts', () => {
    fc.assert(
      fc.property(anyNight, (night) => {
        const text = shown(night);
        expect(text).toMatch(/^\n(FAIL|UNDECIDED|WARN|PASS) {1,2}[^\n]/);
        expect(text).toMatch(/[^\n]\n$/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: finding none is the point
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff]|##\w*\[|^\s*::/mu);
        // Commands are lines to be copied, however long; numbers are such as are measured.
        const { base, next, difference, margin } = checkWith({});
        const checks = night.checks.map((check) => ({ ...check, base, next, difference, margin, flips: [] }));
        for (const line of shown({ ...night, command: '', seconds: 3600, checks }).split('\n'))
          expect(textWidth(line)).toBeLessThanOrEqual(80);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('says what it leaves out', () => {
    const many = Array.from({ length: 50 }, (_, at) =>
      checkWith({ title: `Metric ${at}`, verdict: at < 44 ? 'FAIL' : 'PASS' }),
    );
    expect(shown(nightOf(many))).toContain('… and 10 more checks, of which 4 did not pass.');
    expect(shown(nightOf(many))).toContain('… and 39 more checks.');
  });
});
