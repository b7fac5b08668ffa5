import type { Reporter } from '../../harness/contract/reporter.ts';
import type { Night } from '../nightly/night.ts';
import { countOf } from '../present/format-value.ts';
import { type Judged, judgedOf } from './support/judged.ts';
import { flipWords, shortLine } from './support/words.ts';

type Level = 'error' | 'warning' | 'notice';

/** GitHub shows so many annotations of a level for each step, and drops the others. */
const SHOWN = 10;

/**
 * Annotations as GitHub's runner reads them from the output: errors for what failed, warnings for what is undecided or
 * to be warned of, and one notice with the headline. Escaped as its documentation says, and no text within begins a
 * line of its own, so none is a command.
 *
 * Source: docs.github.com, "Workflow commands for GitHub Actions".
 */
export const reporter: Reporter<Night> = {
  name: 'github',
  summary: 'Annotations of a GitHub workflow: an error for each failed check, warnings, a notice with the headline.',
  fileName: null,
  commands: true,
  render(night) {
    const judged = judgedOf(night);
    const lines = [
      annotation('notice', `Deskbench nightly: ${night.verdict}`, [shortLine(night.headline, 1000), night.command]),
      ...annotations(
        'error',
        judged.filter(({ verdict }) => verdict === 'FAIL'),
      ),
      ...annotations(
        'warning',
        judged.filter(({ verdict }) => verdict === 'UNDECIDED' || verdict === 'WARN'),
      ),
    ];
    return lines.map((line) => `${line}\n`).join('');
  },
};

function annotations(level: Level, judged: readonly Judged[]): string[] {
  const fits = judged.length <= SHOWN ? judged.length : SHOWN - 1;
  const more = judged.slice(fits).map(({ name }) => name);
  return [
    ...judged.slice(0, fits).map(({ verdict, name, sentence, check }) => {
      const [flip] = check?.flips ?? [];
      const shown = flip === undefined ? [] : [flipWords(flip), flip.command];
      return annotation(level, `${verdict}: ${name}`, [sentence, ...shown]);
    }),
    ...(more.length === 0 ? [] : [annotation(level, `${countOf(more.length, 'more check')}`, more)]),
  ];
}

/** One line. The message shows as several. */
function annotation(level: Level, title: string, message: readonly string[]): string {
  const property = escapeData(shortLine(title, 250)).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::${level} title=${property}::${message.map((text) => escapeData(shortLine(text, 1000))).join('%0A')}`;
}

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
