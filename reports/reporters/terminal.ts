import { disarmCommands } from '../../harness/contract/printable.ts';
import type { Reporter } from '../../harness/contract/reporter.ts';
import { textWidth } from '../../harness/contract/text-width.ts';
import { listTerminal } from '../figures/figures-terminal.ts';
import { countedVerdict, type Night, type NightCheck, TIERS, type Tier } from '../nightly/night.ts';
import { countOf, formatCount, formatInterval, formatValue } from '../present/format-value.ts';
import { layoutTable, type Paint, paintFor, type TextColumn } from '../render/terminal/layout-table.ts';
import { wrapText } from '../render/terminal/wrap-text.ts';
import { checkName, flipWords, isSame, movedWords, runWords, shortLine, unitOfChange } from './support/words.ts';

/** Rows of a table, checks that are shown at length, and sessions of each. */
const [ROWS, CHECKS, FLIPS] = [40, 5, 3];
const TITLES: Readonly<Record<Tier, string>> = { must: 'Must hold', should: 'Should hold', watch: 'Watched' };
const LOOKS = { FAIL: 'bad', UNDECIDED: 'strong', WARN: 'strong', PASS: 'good' } as const;

interface Output {
  readonly width: number;
  readonly paint: Paint;
}

/** The answer first, then what was found, a table for each tier, and the commands that show more. */
export const reporter: Reporter<Night> = {
  name: 'terminal',
  summary: 'For a person at a terminal: the answer first, then findings, checks, and sessions that got worse.',
  fileName: null,
  render(night, { width, colour }) {
    const output = { width: Math.max(60, width), paint: paintFor(colour) };
    const findings = night.findings.map((finding) => shortLine(finding, 1000));
    const sections = [
      answer(night, output),
      findings.length === 0 ? [] : [listTerminal('Findings', findings, { ...output, colour }).trimEnd()],
      ...TIERS.map((tier) => tierLines(night, tier, output)),
      atLength(night, output),
      [output.paint('strong', 'To judge again'), `  ${shortLine(night.command, 2000)}`],
    ];
    const lines = sections.filter((section) => section.length > 0).flatMap((section) => ['', ...section]);
    return disarmCommands(`${lines.join('\n')}\n`);
  },
};

function answer(night: Night, { width, paint }: Output): string[] {
  const { verdict } = night;
  const headline = shortLine(night.headline, 1000) || 'Nothing more is known.';
  const [first = '', ...rest] = wrapText(headline, width, `${verdict}  `);
  return [
    paint(LOOKS[verdict], verdict) + first.slice(verdict.length),
    ...rest,
    ...wrapText(runWords(night), width).map((line) => paint('quiet', line)),
  ];
}

/** A table of the checks of a tier, the worst first, in the night's order. */
function tierLines({ checks }: Night, tier: Tier, output: Output): string[] {
  const { paint, width } = output;
  const all = checks.filter((check) => check.tier === tier);
  const shown = all.slice(0, ROWS);
  if (shown.length === 0) return [];
  const more = all.slice(ROWS);
  const left = `… and ${countOf(more.length, 'more check')}, of which ${formatCount(notPassed(more))} did not pass.`;
  const passed = tier === 'watch' ? '' : `${all.length - notPassed(all)} of `;
  return [
    paint('strong', `${TITLES[tier]}: ${passed}${countOf(all.length, 'check')}${tier === 'watch' ? '' : ' passed'}`),
    ...table(shown, output),
    ...(more.length === 0 ? [] : wrapText(left, width).map((line) => paint('quiet', line))),
  ];
}

const notPassed = (checks: readonly NightCheck[]) => checks.filter(({ verdict }) => verdict !== 'PASS').length;

/** Names take what room the numbers leave, on as many lines as they need. */
function table(checks: readonly NightCheck[], { width, paint }: Output): string[] {
  const column = (heading: string, text: (check: NightCheck) => string): TextColumn => ({
    heading: ['', heading],
    align: 'right',
    cells: checks.map((check) => ({ text: text(check) })),
  });
  const columns: TextColumn[] = [
    column('before', ({ unit, base }) => formatValue(unit, base)),
    column('now', ({ unit, next }) => formatValue(unit, next)),
    column('change', (check) =>
      isSame(check) ? 'none' : formatValue(unitOfChange(check), check.difference.estimate, check.difference),
    ),
    column('95 % interval', (check) => (isSame(check) ? '' : formatInterval(unitOfChange(check), check.difference))),
  ];
  // What is watched passes; of a part of the steps that differs the word would mislead.
  const verdicts = checks.map(({ verdict, tier, difference, worse }) =>
    tier === 'watch' && difference.estimate === null && worse > 0
      ? { text: 'differs', look: 'plain' as const }
      : { text: verdict, look: LOOKS[verdict] },
  );
  const taken = [9, ...columns.map(widthOf)].reduce((sum, one) => sum + one + 2, 0);
  const room = Math.max(20, width - taken);
  const keys: TextColumn[] = [
    { heading: ['', 'verdict'], align: 'left', cells: verdicts },
    {
      heading: ['', 'check'],
      align: 'left',
      cells: checks.map((check) => ({ text: wrapText(checkName(check), room).join('\n') })),
    },
  ];
  return layoutTable(keys, columns, { width, paint });
}

const widthOf = ({ heading, cells }: TextColumn) =>
  Math.max(...[...heading, ...cells.map(({ text }) => text)].map(textWidth));

/** What was found in checks that did not pass, with a few sessions. Commands are whole lines, to be copied. */
function atLength({ checks }: Night, { width, paint }: Output): string[] {
  const all = checks.filter((check) => countedVerdict(check) !== 'PASS');
  if (all.length === 0) return [];
  const lines = all.slice(0, CHECKS).flatMap((check) => {
    const [flip] = check.flips;
    const moved = movedWords(check);
    const sessions = check.flips.slice(0, FLIPS).flatMap((one) => wrapText(flipWords(one), width, '    – '));
    return [
      ...wrapText(`${check.verdict}  ${checkName(check)}`, width, '  • '),
      ...wrapText(shortLine(check.sentence, 1000), width, '    '),
      ...(moved === '' ? [] : wrapText(`${moved}.`, width, '    ')),
      ...sessions,
      ...(flip === undefined ? [] : [`    ${shortLine(flip.command, 2000)}`]),
    ];
  });
  const more = all.length - CHECKS;
  return [
    paint('strong', 'What did not pass'),
    ...lines,
    ...(more > 0 ? [paint('quiet', `  … and ${countOf(more, 'more check')}.`)] : []),
  ];
}
