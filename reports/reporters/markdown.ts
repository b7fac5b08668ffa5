import type { Reporter } from '../../harness/contract/reporter.ts';
import type { Night } from '../nightly/night.ts';
import { markdownNight } from './support/markdown-night.ts';

/** A comment. Its first line, which is not shown, is one that a bot can know its own comment by, to write it anew. */
export const reporter: Reporter<Night> = {
  name: 'markdown',
  summary: 'Markdown for a comment on GitHub or GitLab, or a message: at most 60,000 characters.',
  fileName: 'comment.md',
  render: (night) => `<!-- deskbench-night -->\n${markdownNight(night)}`,
};
