import type { Reporter } from '../../harness/contract/reporter.ts';
import type { Night } from '../nightly/night.ts';
import { markdownNight } from './support/markdown-night.ts';

/** What a workflow adds to the file that `GITHUB_STEP_SUMMARY` names. GitHub takes 1 MiB for each step. */
export const reporter: Reporter<Night> = {
  name: 'github-summary',
  summary: 'Markdown for the page of a GitHub workflow’s run: `cat summary.md >> "$GITHUB_STEP_SUMMARY"`.',
  fileName: 'summary.md',
  render: markdownNight,
};
