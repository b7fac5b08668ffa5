import type { Reporter } from '../../harness/contract/reporter.ts';
import type { Night, NightCheck } from '../nightly/night.ts';
import { type Judged, judgedOf } from './support/judged.ts';
import { flipWords, movedWords, runWords, shortLine } from './support/words.ts';
import { type Element, element } from './support/xml.ts';

/** Sessions that a check names. */
const FLIPS = 5;

/**
 * One suite with a case for each check that is judged. A check counts by its tier, so the file is red exactly where the
 * night failed or is undecided:
 *
 * - FAIL is a `failure`.
 * - UNDECIDED is an `error`. All readers count that as not passed. A `skipped` case leaves GitLab, Jenkins and GitHub's
 *   readers green, and what was not shown is no pass.
 * - WARN passes; its words are in `system-out`. So does PASS.
 * - A night without checks is one `error`.
 *
 * Readers need `time` on every suite and case, and names that differ: GitLab drops all but the first of a name. GitLab
 * shows `classname` as the suite, Jenkins what is before its last dot as the package.
 */
export const reporter: Reporter<Night> = {
  name: 'junit',
  summary: 'JUnit XML for GitLab, Jenkins, Azure and GitHub’s test reporters: a case for each check.',
  fileName: 'junit.xml',
  render(night) {
    const judged = judgedOf(night);
    const counted = (verdict: string) => judged.filter((one) => one.verdict === verdict).length;
    const attributes = {
      name: 'Deskbench nightly',
      tests: judged.length,
      failures: counted('FAIL'),
      errors: counted('UNDECIDED'),
      skipped: 0,
      time: Math.max(0, night.seconds ?? 0).toFixed(3),
    };
    // The published schema has no place for a time zone.
    const [timestamp] = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(night.startedAt) ?? [];
    const words = [
      `${night.verdict}: ${shortLine(night.headline, 1000)}`,
      runWords(night),
      ...night.findings.map((finding) => shortLine(finding, 1000)),
      shortLine(night.command, 2000),
    ];
    const suite = element('testsuite', { ...attributes, ...(timestamp === undefined ? {} : { timestamp }) }, [
      ...judged.map(testcase),
      element('system-out', {}, plain(words)),
    ]);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', attributes, [suite]).xml}\n`;
  },
};

function testcase({ name, metric, verdict, sentence, check }: Judged): Element {
  const words = plain([sentence, ...(check === null ? [] : sessionLines(check))]);
  const outcome = {
    FAIL: () => [element('failure', { message: sentence, type: verdict }, words)],
    UNDECIDED: () => [element('error', { message: sentence, type: verdict }, words)],
    WARN: () => [element('system-out', {}, `WARN: ${words}`)],
    PASS: () => [],
  };
  return element('testcase', { classname: `nightly.${metric}`, name, time: 0 }, outcome[verdict]());
}

function sessionLines(check: NightCheck): string[] {
  const moved = movedWords(check);
  const flips = check.flips.slice(0, FLIPS);
  return [
    ...(moved === '' ? [] : [`${moved}${flips.length > 0 ? ':' : '.'}`]),
    ...flips.flatMap((flip) => [`- ${flipWords(flip)}`, `  ${shortLine(flip.command, 2000)}`]),
  ];
}

/** Lines of text, in which GitLab finds no attachment: it would link to any file named so. */
const plain = (lines: readonly string[]): string => lines.join('\n').replaceAll('[[ATTACHMENT', '[ [ATTACHMENT');
