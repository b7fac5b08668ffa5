import { judgeReference } from './judge-reference.ts';
import { numbersOf, type Reference } from './reference.ts';

/** Differences below this are rounding, and may be others on another machine. */
const ROUNDING = 1e-11;

/** All references beside ours, as the lines of a Markdown table. */
export function referenceTable(references: readonly Reference[]): string[] {
  const lines = [
    '| subject | compared | library | inputs | largest difference | where they differ |',
    '|---|---|---|---|---|---|',
  ];
  for (const reference of references) {
    const { libraries } = numbersOf(reference);
    for (const { what, by, inputs, largest, measure, verdict } of judgeReference(reference)) {
      const library = by.split('.')[0]!;
      const version = libraries[library];
      if (version === undefined) throw new Error(`${reference.name}: the script names no version of ${library}`);
      const cells = [reference.subject, what, `\`${by}\` ${version}`, String(inputs), bound(largest, measure), verdict];
      lines.push(`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
    }
  }
  return lines;
}

/** The next power of ten, so that other rounding does not change the table. */
function bound(largest: number, measure: string): string {
  const suffix = measure === 'relative' ? ' of it' : '';
  if (largest <= ROUNDING) return `≤ 1e-11${suffix}`;
  return `≤ 1e${Math.ceil(Math.log10(largest) - 1e-9)}${suffix}`;
}
