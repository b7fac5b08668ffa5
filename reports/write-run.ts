import { join } from 'node:path';
import { writeFileAtomic } from '../harness/contract/atomic-write.ts';
import { renderCsv } from './render/csv/csv.ts';
import { renderReport } from './render/html/render-report.ts';
import type { Results } from './results/schema.ts';

/**
 * Writes a run's results into its folder: `results.json`, `results.csv`, `report.html` and `run.json`. All are
 * rendered before the first is written, and each is written whole or not
 * at all. Returns their paths.
 *
 * Throws: the file system's error, naming the path.
 */
export async function writeRun(folder: string, results: Results, runInfo: object): Promise<string[]> {
  const files: readonly (readonly [name: string, text: string])[] = [
    ['run.json', `${JSON.stringify(runInfo, null, 2)}\n`],
    ['results.csv', renderCsv(results)],
    ['report.html', await renderReport(results)],
    ['results.json', `${JSON.stringify(results, null, 2)}\n`],
  ];
  return files.map(([name, text]) => {
    const path = join(folder, name);
    writeFileAtomic(path, text);
    return path;
  });
}
