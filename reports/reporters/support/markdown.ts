import { shortLine } from './words.ts';

/** An invisible space: after it GitHub and GitLab find no mention, reference, link or picture. */
const APART = '&#8203;';

const entity = (character: string) => `&#${character.charCodeAt(0)};`;

/**
 * Text as one line of Markdown and of HTML that shows as it is, in a table's cell too. An entity stands for no
 * structure; what services find in plain text (`@name`, `#1`, `GH-1`, links, `:name:`) is parted by an invisible space.
 */
export function markdownText(text: string, most = 500): string {
  return shortLine(text, most)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[@#!$%~&](?=[\w"'/])|(?<!\d):(?=[\w+/-])|www(?=\.)|GH(?=-\d)/gi, '$&\u0001')
    .replace(/[&<>`*_[|\\$#~]|^[-+=]/g, entity)
    .replace(/^(\d+)([.)])(?=\s|$)/, (_, digits: string, mark: string) => digits + entity(mark))
    .replaceAll('\u0001', APART);
}

/** A line that can be copied, in a block of code that no text in it closes. */
export function codeBlock(text: string): string {
  const line = shortLine(text, 2000);
  const longest = Math.max(2, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${line}\n${fence}`;
}

/** A table: headings, and rows as `| cell | cell |` of cells that are Markdown. */
export function markdownTable(headings: readonly string[], rows: readonly string[]): string {
  return [`| ${headings.join(' | ')} |`, `|${' --- |'.repeat(headings.length)}`, ...rows].join('\n');
}

/** Blocks of Markdown that fold out below a line of text. */
export function foldedBlocks(summary: string, blocks: readonly string[]): string {
  return `<details><summary>${summary}</summary>\n\n${blocks.join('\n\n')}\n\n</details>`;
}
