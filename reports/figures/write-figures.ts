import { join } from 'node:path';
import { writeFileAtomic } from '../../harness/contract/atomic-write.ts';
import { figuresCsv } from './figures-csv.ts';
import { figuresPage } from './figures-page.ts';
import type { Figures } from './schema.ts';

/**
 * Writes `report.html`, `figures.json` and a CSV for each table. All are rendered before the first is written, and each
 * is written whole or not at all. Returns their paths, what people open first. Throws: the file system's error.
 */
export async function writeFigures(folder: string, figures: Figures): Promise<string[]> {
  const files: readonly (readonly [name: string, text: string])[] = [
    ['report.html', await figuresPage(figures)],
    ...figures.tables.map((table) => [`${table.id}.csv`, figuresCsv(table)] as const),
    ['figures.json', `${JSON.stringify(figures, null, 2)}\n`],
  ];
  return files.map(([name, text]) => {
    const path = join(folder, name);
    writeFileAtomic(path, text);
    return path;
  });
}
