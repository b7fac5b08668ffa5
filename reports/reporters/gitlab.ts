import type { Reporter } from '../../harness/contract/reporter.ts';
import type { Night } from '../nightly/night.ts';
import { judgedOf } from './support/judged.ts';

const SEVERITIES = { FAIL: 'critical', UNDECIDED: 'major', WARN: 'minor' } as const;

/**
 * GitLab's code quality report: an array of {description, check_name, fingerprint, severity, location}, one for each
 * check that did not pass. A fingerprint is the same every night for the same check, so a merge request shows what is
 * new and what was resolved. GitLab asks for a file and a line, and links there. A check stands in none: the link goes
 * to the rules of the night, which is right where they are `nightly.json` at the top of the repository.
 */
export const reporter: Reporter<Night> = {
  name: 'gitlab',
  summary: 'GitLab’s code quality report: what did not pass, compared between branches by GitLab.',
  fileName: 'gl-code-quality-report.json',
  render(night) {
    const issues = judgedOf(night).flatMap(({ id, name, metric, verdict, sentence }) =>
      verdict === 'PASS'
        ? []
        : {
            description: `${verdict}: ${name}. ${sentence}`,
            check_name: metric,
            fingerprint: id,
            severity: SEVERITIES[verdict],
            location: { path: 'nightly.json', lines: { begin: 1 } },
          },
    );
    return `${JSON.stringify(issues, null, 2)}\n`;
  },
};
