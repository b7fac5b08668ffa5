import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Night } from '../nightly/night.ts';
import { reporter } from './github.ts';
import { judgedOf } from './support/judged.ts';
import { anyNight, checkWith, NIGHT, nightOf } from './testing/nights.ts';

const annotations = (night: Night) => reporter.render(night, { width: 80, colour: false });

describe('GitHub’s annotations', () => {
  it('are an error, warnings and a notice', () => {
    expect(
      annotations(NIGHT),
    ).toBe(`::notice title=Deskbench nightly%3A FAIL::Goal reached fell by 5.2 points, and 2.0 are allowed.%0Apnpm bench regress out/nightly --baseline out/last-night --rules nightly.json
::error title=FAIL%3A Goal reached%3A gated%2C α 0.05 β 0.2::71.3 %25 before, 66.1 %25 now: −5.2 pp [−8.0, −2.4]; a loss of 2.0 pp is allowed.%0As-0012 (population 1): 100.0 %25 → 0.0 %25%0Apnpm bench show out/nightly --session s-0012
::warning title=UNDECIDED%3A Leak rate%3A gated%2C α 0.05 β 0.2::12 sessions, and 50 are asked for.
::warning title=WARN%3A Active time%3A gated%2C α 0.05 β 0.2::227 s before, 245 s now: 18 s [12, 24]; a loss of 11 s is allowed.
`);
  });

  it('hold no command but their own, whatever the texts', () => {
    fc.assert(
      fc.property(anyNight, (night) => {
        const lines = annotations(night).split('\n');
        expect(lines.pop()).toBe('');
        const judged = judgedOf(night);
        expect(lines.length).toBe(1 + judged.filter(({ verdict }) => verdict !== 'PASS').length);
        for (const line of lines) {
          // One property, one message; a reader that goes by other line ends or by `##[` finds nothing more.
          expect(line).toMatch(/^::(error|warning|notice) title=(?:[^:,%]|%25|%3A|%2C)+::(?:[^%]|%25|%0A)*$/u);
          expect(line).not.toMatch(/##\w*\[|[\r\u0085\u2028\u2029\ud800-\udfff]/u);
          for (const shown of line.split('%0A').slice(1)) expect(shown).not.toMatch(/^\s*::/);
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('are at most ten of a level, the last of which names the others', () => {
    const failed = Array.from({ length: 14 }, (_, at) =>
      checkWith({ verdict: 'FAIL', title: `Metric ${at}`, cell: '' }),
    );
    const errors = annotations(nightOf(failed))
      .split('\n')
      .filter((line) => line.startsWith('::error'));
    expect(errors).toHaveLength(10);
    expect(errors.at(-1)).toBe('::error title=5 more checks::Metric 9%0AMetric 10%0AMetric 11%0AMetric 12%0AMetric 13');
  });
});
