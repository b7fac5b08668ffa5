import { textWidth } from '../../contract/text-width.ts';

/** Rows of cells as lines: the first column to the left, the others to the right, two spaces before each. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, textWidth(cell));
  return rows.map((row) =>
    row
      .map((cell, at) => {
        const spare = ' '.repeat((widths[at] ?? 0) - textWidth(cell));
        return `  ${at === 0 ? cell + spare : spare + cell}`;
      })
      .join('')
      .trimEnd(),
  );
}
