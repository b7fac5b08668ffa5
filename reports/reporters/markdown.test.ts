import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Night } from '../nightly/night.ts';
import { reporter as summary } from './github-summary.ts';
import { reporter } from './markdown.ts';
import { codeBlock, markdownText } from './support/markdown.ts';
import { shortLine } from './support/words.ts';
import { anyNight, EMPTY_NIGHT, hostileText, largeNight, NIGHT } from './testing/nights.ts';

const LOOK = { width: 80, colour: false };
const comment = (night: Night) => reporter.render(night, LOOK);

describe('a night in Markdown', () => {
  it('is the answer, a table, and folded details', () => {
    expect(comment(NIGHT).replaceAll('\u202f', ' ')).toBe(`<!-- deskbench-night -->
## FAIL: Goal reached fell by 5.2 points, and 2.0 are allowed.

out/last-night → out/nightly, begun 2026-03-01T02:00:00.000Z, took 125 s

- Suggestions differ: it comes from the policy.

| verdict | tier | check | before | now | change, 95 % interval | allowed |
| --- | --- | --- | --- | --- | --- | --- |
| FAIL | must | Goal reached: gated, α 0.05 β 0.2 | 71.3 % | 66.1 % | −5.2 pp [−8.0, −2.4] | 2.0 pp |
| UNDECIDED | must | Leak rate: gated, α 0.05 β 0.2 | 10.0 % | – | – | 2.0 pp |
| FAIL | should | Active time: gated, α 0.05 β 0.2 | 227 s | 245 s | 18.0 s [12.0, 24.0] | 11 s |

<details><summary>FAIL: Goal reached: gated, α 0.05 β 0.2</summary>

71.3 % before, 66.1 % now: −5.2 pp &#91;−8.0, −2.4]; a loss of 2.0 pp is allowed.

41 sessions got worse, 10 got better.

- s-0012 (population 1): 100.0 % → 0.0 %

\`\`\`sh
pnpm bench show out/nightly --session s-0012
\`\`\`

</details>

<details><summary>UNDECIDED: Leak rate: gated, α 0.05 β 0.2</summary>

12 sessions, and 50 are asked for.

</details>

<details><summary>FAIL: Active time: gated, α 0.05 β 0.2</summary>

227 s before, 245 s now: 18 s &#91;12, 24]; a loss of 11 s is allowed.

300 sessions got worse, 0 got better.

</details>

<details><summary>2 checks passed, or watched</summary>

| verdict | tier | check | before | now | change, 95 % interval | allowed |
| --- | --- | --- | --- | --- | --- | --- |
| PASS | must | Goal reached: open, α 0.05 β 0.2 | 71.3 % | 71.3 % | none | 2.0 pp |
| PASS | watch | suggestions | 71.3 % | 71.3 % | none | 2.0 pp |

</details>

<details><summary>To judge again</summary>

\`\`\`sh
pnpm bench regress out/nightly --baseline out/last-night --rules nightly.json
\`\`\`

</details>
`);
  });

  it('is the same on the page of a run, without the mark of a comment', () => {
    expect(`<!-- deskbench-night -->\n${summary.render(NIGHT, LOOK)}`).toBe(comment(NIGHT));
    expect(summary.render(EMPTY_NIGHT, LOOK)).toMatch(/^## UNDECIDED: Nothing was judged\.\n/);
  });

  it.each([
    ['a | b', 'a &#124; b'],
    [
      '`code` **bold** _it_ ~~x~~',
      '&#96;code&#96; &#42;&#42;bold&#42;&#42; &#95;it&#95; &#126;&#126;&#8203;x&#126;&#126;',
    ],
    ['<script>alert(1)</script> &lt;', '&#60;script&#62;alert(1)&#60;/script&#62; &#38;&#8203;lt;'],
    ['![a](b) [c](javascript:d)', '!&#91;a](b) &#91;c](javascript:&#8203;d)'],
    ['@someone a#1 GH-1 !2 :tada:', '@&#8203;someone a&#35;&#8203;1 GH&#8203;-1 !&#8203;2 :&#8203;tada:'],
    ['https://x.example www.x.example', 'https:&#8203;//x.example www&#8203;.x.example'],
    ['- a', '&#45; a'],
    ['1. a', '1&#46; a'],
    ['2.5 % at 02:00', '2.5 % at 02:00'],
    ['# a\n> b', '&#35; a &#62; b'],
  ])('shows %j as text', (text, escaped) => {
    expect(markdownText(text)).toBe(escaped);
  });

  it('keeps every text whole, and every structure out of it', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const escaped = markdownText(text);
        const shown = escaped.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code));
        expect(shown.replaceAll('\u200b', '')).toBe(shortLine(text).replace(/[\ufffe\uffff]/g, '\ufffd'));
        expect(escaped.replace(/&#\d+;/g, ' ')).not.toMatch(/[<>`*_[|\\$#~&]|^[-+=]|^\d+[.)]\s/);
        // What GitHub and GitLab look for in the text that a reader sees.
        expect(shown).not.toMatch(/[@#!$%~&][\w"]|GH-\d|[a-z]:\/|www\.|[^\d]:[\w+-]+:/i);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it('holds commands in code that they cannot leave', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const [open = '', line = '', close = '', ...rest] = codeBlock(text).split('\n');
        expect([open, close, rest]).toEqual([`${close}sh`, expect.stringMatching(/^`{3,}$/), []]);
        expect(line).not.toContain(close);
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('fits into a comment, and counts what does not', () => {
    for (const night of [largeNight(1_000_000, 100, 10), largeNight(100, 2000, 3)]) {
      const text = comment(night);
      expect(text.length).toBeLessThan(60_000);
      expect(text).toMatch(/\nLeft out, since a comment holds so much only: \d[^\n]* more (checks|lists)[^\n]*\.\n$/);
      expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    }
    fc.assert(
      fc.property(anyNight, (night) => {
        const text = comment(night);
        expect(text.length).toBeLessThan(60_000);
        expect(text).toMatch(/^<!-- deskbench-night -->\n## (FAIL|UNDECIDED|WARN|PASS): \S[^\n]*\n/);
        expect(text.endsWith('\n')).toBe(true);
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
