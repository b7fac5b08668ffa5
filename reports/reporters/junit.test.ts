import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { countedVerdict, type Night } from '../nightly/night.ts';
import { reporter } from './junit.ts';
import { judgedOf } from './support/judged.ts';
import { anyNight, checkWith, EMPTY_NIGHT, hostileText, largeNight, NIGHT, nightOf } from './testing/nights.ts';

const junit = (night: Night) => reporter.render(night, { width: 80, colour: false });
const hasXmllint = spawnSync('xmllint', ['--version']).status === 0;

interface Suite {
  readonly tests: string;
  readonly failures: string;
  readonly errors: string;
  readonly time: string;
  readonly testcase?: readonly {
    readonly name: string;
    readonly classname: string;
    readonly failure?: { readonly message: string; readonly '#text': string };
    readonly error?: { readonly message: string };
    readonly 'system-out'?: string;
  }[];
}

/** What a second reader, which is none of ours, finds in the file. */
function read(xml: string): Suite {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    htmlEntities: true,
    isArray: (name) => name === 'testcase',
  });
  return parser.parse(xml).testsuites.testsuite;
}

const countOf = (suite: Suite, what: 'failure' | 'error') =>
  suite.testcase?.filter((one) => one[what] !== undefined).length ?? 0;

describe('JUnit', () => {
  it('has a case for each check that is judged', () => {
    expect(junit(NIGHT)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="Deskbench nightly" tests="4" failures="1" errors="1" skipped="0" time="125.400">
<testsuite name="Deskbench nightly" tests="4" failures="1" errors="1" skipped="0" time="125.400" timestamp="2026-03-01T02:00:00">
<testcase classname="nightly.goal_reached" name="Goal reached: gated, α 0.05 β 0.2" time="0">
<failure message="71.3 % before, 66.1 % now: −5.2 pp [−8.0, −2.4]; a loss of 2.0 pp is allowed." type="FAIL">71.3 % before, 66.1 % now: −5.2 pp [−8.0, −2.4]; a loss of 2.0 pp is allowed.
41 sessions got worse, 10 got better:
- s-0012 (population 1): 100.0 % → 0.0 %
  pnpm bench show out/nightly --session s-0012</failure>
</testcase>
<testcase classname="nightly.leak_rate" name="Leak rate: gated, α 0.05 β 0.2" time="0">
<error message="12 sessions, and 50 are asked for." type="UNDECIDED">12 sessions, and 50 are asked for.</error>
</testcase>
<testcase classname="nightly.active_ms_per_session" name="Active time: gated, α 0.05 β 0.2" time="0">
<system-out>WARN: 227 s before, 245 s now: 18 s [12, 24]; a loss of 11 s is allowed.
300 sessions got worse, 0 got better.</system-out>
</testcase>
<testcase classname="nightly.goal_reached" name="Goal reached: open, α 0.05 β 0.2" time="0"/>
<system-out>FAIL: Goal reached fell by 5.2 points, and 2.0 are allowed.
out/last-night → out/nightly, begun 2026-03-01T02:00:00.000Z, took 125\u202fs
Suggestions differ: it comes from the policy.
pnpm bench regress out/nightly --baseline out/last-night --rules nightly.json</system-out>
</testsuite>
</testsuites>
`);
  });

  it('is red exactly where the night failed or is undecided', () => {
    fc.assert(
      fc.property(anyNight, (night) => {
        const suite = read(junit(night));
        const cases = suite.testcase ?? [];
        const judged = night.checks.filter(({ tier }) => tier !== 'watch').map(countedVerdict);
        const [failures, errors] = [countOf(suite, 'failure'), countOf(suite, 'error')];
        expect([suite.tests, suite.failures, suite.errors]).toEqual([cases.length, failures, errors].map(String));
        const own = judged.length === 0 || cases.length > judged.length ? 1 : 0;
        expect(cases.length).toBe(judged.length + own);
        expect(failures + errors > 0).toBe(
          judged.length === 0 || [night.verdict, ...judged].some((one) => one === 'FAIL' || one === 'UNDECIDED'),
        );
        expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
        for (const { classname } of cases) expect(classname).toMatch(/^nightly\.[\w-]+$/);
        expect(Number.isFinite(Number.parseFloat(suite.time))).toBe(true);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('gives back what it was told, but for what XML cannot hold', () => {
    const told = 'a & b < c > d "e" \'f\' ]]> <![CDATA[x]]> \ufffe \uffff &lt; &#0;';
    const [one] = read(junit(nightOf([checkWith({ verdict: 'FAIL', title: told, cell: '', sentence: told })])))
      .testcase!;
    const back = told.replace(/[\ufffe\uffff]/g, '\ufffd');
    expect([one?.name, one?.failure?.message, one?.failure?.['#text']]).toEqual([back, back, back]);
  });

  it('lets no text name an attachment', () => {
    const xml = junit(nightOf([checkWith({ tier: 'should', verdict: 'WARN', sentence: '[[ATTACHMENT|secret.txt]]' })]));
    expect(xml).not.toContain('[[ATTACHMENT');
  });

  it('is not green without checks', () => {
    const [only] = read(junit(EMPTY_NIGHT)).testcase!;
    expect(only).toMatchObject({ name: 'The night as a whole', error: { message: 'Nothing was judged.' } });
  });

  it('names checks of one name apart', () => {
    const again = nightOf([
      checkWith({}),
      checkWith({}),
      checkWith({ title: 'Goal reached', cell: 'gated, α 0.05 β 0.2 (2)' }),
    ]);
    expect(judgedOf(again).map(({ name }) => name.slice(-5))).toEqual(['β 0.2', '2 (2)', ') (2)']);
    expect(new Set(judgedOf(again).map(({ id }) => id)).size).toBe(3);
  });

  it('stays short where texts are long', () => {
    const xml = junit(largeNight(1_000_000, 3, 10));
    expect(xml.length).toBeLessThan(100_000);
    expect(read(xml).failures).toBe('3');
  });

  it.skipIf(!hasXmllint)('is well-formed for xmllint (skipped where libxml2-utils is not installed)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskbench-junit-'));
    try {
      const texts = fc
        .sample(hostileText, { numRuns: 100, seed: 2 })
        .map((text) => ({ ...EMPTY_NIGHT, headline: text }));
      const nights = [NIGHT, largeNight(1_000_000, 2, 2), ...fc.sample(anyNight, { numRuns: 200, seed: 3 }), ...texts];
      const files = nights.map((night, at) => {
        const path = join(folder, `${at}.xml`);
        writeFileSync(path, junit(night));
        return path;
      });
      const { status, stderr } = spawnSync('xmllint', ['--noout', ...files], { encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
