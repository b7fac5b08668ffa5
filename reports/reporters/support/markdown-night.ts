import { countedVerdict, type Night, type NightCheck } from '../../nightly/night.ts';
import { countOf, countOfMany, formatEstimate, formatValue } from '../../present/format-value.ts';
import { codeBlock, foldedBlocks, markdownTable, markdownText } from './markdown.ts';
import { checkName, flipWords, isSame, movedWords, runWords, unitOfChange } from './words.ts';

/** GitHub refuses a comment of more than 65,536 characters. */
const MOST_CHARACTERS = 60_000;
/** What headings, and the line on what is left out, may take of them. */
const OWN_WORDS = 1500;
/** Sessions of a check that are named. */
const FLIPS = 5;

/**
 * A night in Markdown: the answer, what was found and what did not pass; folded below, each of these checks with
 * sessions that got worse, and what passed. At most 60,000 characters; a line counts what did not fit.
 */
export function markdownNight(night: Night): string {
  const bad = night.checks.filter((check) => countedVerdict(check) !== 'PASS');
  const good = night.checks.filter((check) => countedVerdict(check) === 'PASS');
  const { take, missing } = budget(MOST_CHARACTERS - OWN_WORDS);
  const headline = markdownText(night.headline, 1000) || 'Nothing more is known.';
  const answer = take([`## ${night.verdict}: ${headline}`, markdownText(runWords(night), 1100)], 'lines');
  const findings = take(
    night.findings.map((finding) => `- ${markdownText(finding, 1000)}`),
    'findings',
  );
  const badRows = take(bad.map(row), 'checks');
  const again = take([foldedBlocks('To judge again', [codeBlock(night.command)])], 'commands');
  const details = take(bad.map(atLength), 'lists of sessions');
  const goodRows = take(good.map(row), 'checks that passed');
  const passed = foldedBlocks(`${countOf(good.length, 'check')} passed, or watched`, [table(goodRows)]);
  const blocks = [
    ...answer,
    findings.join('\n'),
    badRows.length > 0 ? table(badRows) : '',
    ...details,
    goodRows.length > 0 ? passed : '',
    ...again,
    missing.length === 0 ? '' : `Left out, since a comment holds so much only: ${missing.join(', ')}.`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** Gives room to what comes first. */
function budget(most: number) {
  let left = most;
  const missing: string[] = [];
  /** The first of these texts, as many as there is room for. The others are counted as `nouns`. */
  const take = (texts: readonly string[], nouns: string): readonly string[] => {
    let taken = 0;
    for (; taken < texts.length && texts[taken]!.length + 2 <= left; taken++) left -= texts[taken]!.length + 2;
    if (taken < texts.length) missing.push(countOfMany(texts.length - taken, `more ${nouns}`));
    return texts.slice(0, taken);
  };
  return { take, missing };
}

const table = (rows: readonly string[]) =>
  markdownTable(['verdict', 'tier', 'check', 'before', 'now', 'change, 95 % interval', 'allowed'], rows);

function row(check: NightCheck): string {
  const { verdict, tier, unit, base, next, difference, margin } = check;
  const change = unitOfChange(check);
  const moved = isSame(check) ? 'none' : formatEstimate(change, difference);
  const values = [formatValue(unit, base), formatValue(unit, next), moved];
  return `| ${[verdict, tier, markdownText(checkName(check)), ...values, formatValue(change, margin)].join(' | ')} |`;
}

function atLength(check: NightCheck): string {
  const [flip] = check.flips;
  const moved = movedWords(check);
  return foldedBlocks(`${check.verdict}: ${markdownText(checkName(check))}`, [
    markdownText(check.sentence, 1000) || 'Nothing more is known.',
    ...(moved === '' ? [] : [`${moved}.`]),
    ...(flip === undefined
      ? []
      : [
          check.flips
            .slice(0, FLIPS)
            .map((one) => `- ${markdownText(flipWords(one))}`)
            .join('\n'),
          codeBlock(flip.command),
        ]),
  ]);
}
